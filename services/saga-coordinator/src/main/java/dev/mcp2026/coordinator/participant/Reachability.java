package dev.mcp2026.coordinator.participant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.StepName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether somebody listens where a saga's calls will go: a wrong port is told to who starts it, not found by its
/// retries. A saga that has started never asks here.
public final class Reachability {
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Duration timeout;
    private final Executor probes;
    private final Cache<String, Boolean> reached;

    /// @param timeout of one probe; zero: all are taken as reachable
    /// @param probes runs them, on a thread each
    /// @param known addresses that were reached a moment ago and are not probed again
    public Reachability(Duration timeout, Executor probes, Limit known) {
        this.timeout = timeout;
        this.probes = probes;
        this.reached = Caffeine.newBuilder()
                .maximumSize(known.max())
                .expireAfterWrite(KEPT)
                .build();
    }

    /// @param addresses `host:port`, each with the first step that calls it
    /// @throws FaultException UNAVAILABLE, naming step and address
    public void check(Map<String, StepName> addresses) throws InterruptedException {
        if (timeout.isZero()) {
            return;
        }
        for (Map.Entry<String, StepName> address : addresses.entrySet()) {
            if (reached.getIfPresent(address.getKey()) == null) {
                probe(address.getKey(), address.getValue());
                reached.put(address.getKey(), true);
            }
        }
    }

    private void probe(String address, StepName step) throws InterruptedException {
        CompletableFuture<Void> probe = CompletableFuture.runAsync(() -> connect(address), probes);
        try {
            // The look-up of the name has no time limit of its own.
            probe.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw unreachable(address, step, "no connection within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw unreachable(address, step, String.valueOf(cause == null ? e : cause.getMessage()));
        }
    }

    private void connect(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        InetSocketAddress resolved = new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
        if (resolved.isUnresolved()) {
            throw new IllegalStateException("no address is known of " + host);
        }
        try (Socket socket = new Socket()) {
            socket.connect(resolved, (int) Math.max(1, timeout.toMillis()));
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static FaultException unreachable(String address, StepName step, String why) {
        return new FaultException(new Fault(
                FaultKind.UNAVAILABLE,
                "steps." + step,
                address + " can't be reached: " + why,
                "start the participant, or correct its address; nothing was started"));
    }
}
