package dev.mcp2026.http3;

import java.time.Duration;

/// How an end finds out that a connection leads nowhere. Without it calls would wait for QUIC's idle timeout. Of a
/// server only the times of keep-alive are kept, always also without calls.
///
/// @param connect a handshake may take
/// @param stall with calls under way and nothing heard for this long, though something was asked for, the path is dead
/// and calls fail with UNAVAILABLE. Zero: never
/// @param stallRoundTrips as `stall`, but at least this many round trips, for paths that are slow
/// @param keepAliveTime of silence before a keep-alive, as of a grpc-java channel. Zero: none
/// @param keepAliveTimeout for an answer to it
/// @param keepAliveWithoutCalls also while no call is under way
public record Liveness(
        Duration connect,
        Duration stall,
        int stallRoundTrips,
        Duration keepAliveTime,
        Duration keepAliveTimeout,
        boolean keepAliveWithoutCalls) {

    public static Liveness defaults() {
        return new Liveness(
                Duration.ofSeconds(10), Duration.ofSeconds(4), 8, Duration.ZERO, Duration.ofSeconds(20), false);
    }

    public Liveness withStall(Duration silence) {
        return new Liveness(connect, silence, stallRoundTrips, keepAliveTime, keepAliveTimeout, keepAliveWithoutCalls);
    }

    public Liveness withConnect(Duration patience) {
        return new Liveness(patience, stall, stallRoundTrips, keepAliveTime, keepAliveTimeout, keepAliveWithoutCalls);
    }

    public Liveness withKeepAlive(Duration time, Duration timeout, boolean withoutCalls) {
        return new Liveness(connect, stall, stallRoundTrips, time, timeout, withoutCalls);
    }

    boolean keepsAlive() {
        return keepAliveTime.isPositive();
    }
}
