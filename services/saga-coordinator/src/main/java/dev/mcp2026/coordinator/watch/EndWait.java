package dev.mcp2026.coordinator.watch;

import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Waits for a saga's end, or until it waits for a person.
public final class EndWait implements EventSink {
    private static final Logger LOG = Logger.getLogger(EndWait.class);

    private static final Limit LONGEST = new Limit("a wait for a saga's end", 600_000, "ms");

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    EndWait() {}

    /// @throws FaultException LIMIT_EXCEEDED or INVALID_ARGUMENT
    public static Duration checked(Duration wait) {
        if (wait.isNegative()) {
            throw Faults.invalid("wait", "it is negative", "use 0 to wait for nothing");
        }
        LONGEST.check("wait", wait.toMillis());
        return wait;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void event(Recorded.Happened happened, Phase phase) {
        // Its step waits for a person, and may do so for long.
        if (happened.event() instanceof SagaEvent.DeadLettered) {
            end.complete(null);
        }
    }

    @Override
    public void complete() {
        end.complete(null);
    }

    @Override
    public void fail(FaultException why) {
        LOG.debugf("end not waited for reason=%s", why.fault().detail());
        end.complete(null);
    }

    void await(Duration atMost) throws InterruptedException {
        try {
            end.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.tracef("end not reached within ms=%d", atMost.toMillis());
        }
    }
}
