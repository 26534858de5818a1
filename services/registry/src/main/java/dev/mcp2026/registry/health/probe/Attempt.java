package dev.mcp2026.registry.health.probe;

import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.health.ProbeResult;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One probe's clock, and the words for how it ended.
final class Attempt {
    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final long timeoutNanos;
    private @Nullable InetAddress address;

    Attempt(LongSupplier nanoTime, Duration timeout) {
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
        this.timeoutNanos = timeout.toNanos();
    }

    /// Milliseconds left for a blocking call.
    ///
    /// @throws SocketTimeoutException none are left
    int leftMillis() throws SocketTimeoutException {
        long left = startedNanos + timeoutNanos - nanoTime.getAsLong();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.clamp((left + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
    }

    void connected(InetAddress to) {
        address = to;
    }

    ProbeResult ok(String detail) {
        return result(Outcome.OK, true, detail + " in " + millis(took()));
    }

    ProbeResult unhealthy(String detail) {
        return result(Outcome.UNHEALTHY, true, detail);
    }

    ProbeResult closed() {
        return result(Outcome.RESET, true, "the connection was closed without an answer");
    }

    ProbeResult failed(IOException e) throws ObserverFaultException {
        if (e instanceof DeniedTargetException denied) {
            return ProbeResult.unmade(denied.why(), startedNanos);
        }
        boolean connected = address != null;
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        if (e instanceof BindException || message.contains("too many open files")) {
            throw new ObserverFaultException("no local port or file descriptor left", e);
        }
        if (e instanceof SocketTimeoutException || message.contains("timed out")) {
            return result(
                    Outcome.TIMEOUT,
                    connected,
                    connected
                            ? "connected, but no answer within " + millis(timeoutNanos)
                            : "no TCP handshake within " + millis(timeoutNanos));
        }
        if (e instanceof UnknownHostException) {
            return result(Outcome.UNREACHABLE, false, "its name does not resolve");
        }
        if (e instanceof NoRouteToHostException || message.contains("unreachable") || message.contains("no route")) {
            return result(Outcome.UNREACHABLE, false, "the network says it can't be reached: " + message);
        }
        if (e instanceof ConnectException) {
            return result(Outcome.REFUSED, true, "connection refused: nothing listens on the port");
        }
        return result(Outcome.RESET, true, connected ? "connection reset before an answer" : "connection reset");
    }

    ProbeResult result(Outcome outcome, boolean reached, String detail) {
        return new ProbeResult(outcome, reached, detail, startedNanos, took(), true, address);
    }

    private long took() {
        return nanoTime.getAsLong() - startedNanos;
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
    }
}
