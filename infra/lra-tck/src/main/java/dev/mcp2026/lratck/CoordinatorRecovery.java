package dev.mcp2026.lratck;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.lra.annotation.LRAStatus;
import org.eclipse.microprofile.lra.tck.service.spi.LRACallbackException;
import org.eclipse.microprofile.lra.tck.service.spi.LRARecoveryService;

/// How the TCK waits for a coordinator: by asking it. An LRA that ends is waited for no longer than that takes. One
/// that
/// does not (its participant failed, or said that it is still at it) shows no sign of having been tried, so it gets a
/// fixed time; each is stretched by the TCK's own factor.
public final class CoordinatorRecovery implements LRARecoveryService {
    private static final Duration CALLBACKS = Duration.ofSeconds(1);
    private static final Duration REPLAY = Duration.ofSeconds(2);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 20;

    @Override
    public void waitForCallbacks(URI lra) throws LRACallbackException {
        boolean _ = await(CALLBACKS, coordinator -> hasEnded(coordinator, lra));
    }

    @Override
    public boolean waitForEndPhaseReplay(URI lra) throws LRACallbackException {
        return await(REPLAY, coordinator -> !coordinator.isRecovering(lra) && hasEnded(coordinator, lra));
    }

    /// The TCK's own would try for ever.
    @Override
    public void waitForRecovery(URI lra) throws LRACallbackException {
        if (!await(RECOVERY, coordinator -> !coordinator.isRecovering(lra) && hasEnded(coordinator, lra))) {
            throw new LRACallbackException(
                    "the LRA did not recover within " + RECOVERY + " (times the factor): " + lra);
        }
    }

    private static boolean hasEnded(Coordinator coordinator, URI lra) throws IOException, InterruptedException {
        return coordinator.status(lra).map(CoordinatorRecovery::isEnd).orElse(true);
    }

    private static boolean isEnd(LRAStatus status) {
        return switch (status) {
            case Active, Closing, Cancelling -> false;
            case Closed, Cancelled, FailedToClose, FailedToCancel -> true;
        };
    }

    private interface Condition {
        boolean holds(Coordinator coordinator) throws IOException, InterruptedException;
    }

    /// @return whether it came to hold in time
    private static boolean await(Duration limit, Condition condition) throws LRACallbackException {
        Settings settings = Settings.ofProcess();
        double factor = settings.find(Settings.FACTOR).map(Double::valueOf).orElse(1.0);
        long end = System.nanoTime() + (long) (limit.toNanos() * factor);
        try (Coordinator coordinator = Coordinator.of(settings)) {
            while (!condition.holds(coordinator)) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return true;
        } catch (IOException | GeneralSecurityException e) {
            throw new LRACallbackException("the coordinator cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LRACallbackException("interrupted while waiting for the coordinator", e);
        }
    }
}
