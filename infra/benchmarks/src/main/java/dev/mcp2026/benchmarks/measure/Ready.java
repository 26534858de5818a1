package dev.mcp2026.benchmarks.measure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How long a server takes from its start to its first good answer.
public final class Ready {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int CONNECT_MS = 200;

    private Ready() {}

    /// Waits until the port is open, then until a call succeeds. The port first: a gRPC channel that finds it
    /// closed would wait for its own backoff and spoil the figure.
    ///
    /// @param start when the server was started, by [System#nanoTime]
    public static Duration await(
            String what,
            InetSocketAddress port,
            long start,
            Duration limit,
            BooleanSupplier alive,
            BooleanSupplier call) {
        boolean open = false;
        while (System.nanoTime() - start < limit.toNanos() && alive.getAsBoolean()) {
            open = open || isOpen(port);
            if (open && call.getAsBoolean()) {
                return Duration.ofNanos(System.nanoTime() - start);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IllegalStateException(
                what + (alive.getAsBoolean() ? " was not ready within " + limit.toSeconds() + " s" : " ended"));
    }

    private static boolean isOpen(InetSocketAddress port) {
        try (Socket socket = new Socket()) {
            socket.connect(port, CONNECT_MS);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
