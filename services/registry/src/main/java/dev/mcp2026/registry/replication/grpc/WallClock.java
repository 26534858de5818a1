package dev.mcp2026.registry.replication.grpc;

import java.time.Instant;
import java.time.InstantSource;

/// Nanoseconds since the epoch, for the four time stamps of a ping.
final class WallClock {
    private WallClock() {}

    static long nanos(InstantSource wall) {
        Instant now = wall.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
