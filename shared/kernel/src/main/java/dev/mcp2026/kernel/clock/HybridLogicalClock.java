package dev.mcp2026.kernel.clock;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A lock-free hybrid logical clock. Safe for any number of threads; every stamp it gives is larger than each one it
/// gave or received before, also when the wall clock jumps back.
public final class HybridLogicalClock {
    /// How far ahead of our wall clock a received stamp may be before it is refused.
    public static final Duration DEFAULT_MAX_AHEAD = Duration.ofMillis(500);
    /// How far ahead of the wall clock our own bursts may run before they are slowed down.
    private static final long BURST_AHEAD_MS = 10;

    private final InstantSource wall;
    private final long maxAheadMs;
    private final AtomicLong last = new AtomicLong();

    public HybridLogicalClock(InstantSource wall, Duration maxAhead) {
        this.wall = wall;
        this.maxAheadMs = maxAhead.toMillis();
    }

    /// A clock on this machine's wall clock with the default bound, fast in bursts too (see [CoarseWall]).
    public static HybridLogicalClock system() {
        return new HybridLogicalClock(new CoarseWall(InstantSource.system()), DEFAULT_MAX_AHEAD);
    }

    /// The stamp of a local or send event.
    public HlcTimestamp now() {
        return next(HlcTimestamp.ZERO, wall.millis());
    }

    /// The stamp of a receive event; advances this clock past `remote`.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException CLOCK_SKEW if `remote` is further ahead than
    ///     allowed; the clock is then unchanged
    public HlcTimestamp receive(HlcTimestamp remote) {
        long wallMs = wall.millis();
        requireBelievable(remote, wallMs);
        return next(remote, wallMs);
    }

    /// Refuses a stamp from the far future without touching the clock.
    public void requireBelievable(HlcTimestamp remote) {
        requireBelievable(remote, wall.millis());
    }

    private HlcTimestamp next(HlcTimestamp remote, long wallMs) {
        long wallPacked = wallMs << HlcTimestamp.LOGICAL_BITS;
        while (true) {
            long prev = last.get();
            long floor = Long.compareUnsigned(prev, remote.packed()) > 0 ? prev : remote.packed();
            // A full counter carries into the physical part, so order holds through any burst.
            long next = Long.compareUnsigned(wallPacked, floor) > 0 ? wallPacked : floor + 1;
            if (last.compareAndSet(prev, next)) {
                HlcTimestamp stamp = new HlcTimestamp(next);
                if (stamp.logical() == 0 && stamp.physicalMs() - wallMs > BURST_AHEAD_MS) {
                    // This carry took a millisecond from the future. Its taker waits as long, so that no burst runs
                    // the clock so far ahead that peers refuse its stamps.
                    LockSupport.parkNanos(1_000_000);
                }
                return stamp;
            }
        }
    }

    private void requireBelievable(HlcTimestamp remote, long wallMs) {
        long ahead = remote.physicalMs() - wallMs;
        if (ahead > maxAheadMs) {
            throw Faults.of(
                    FaultKind.CLOCK_SKEW,
                    "stamp " + remote + " is " + ahead + " ms ahead of this clock, more than the " + maxAheadMs
                            + " ms allowed",
                    "check time synchronisation on both sides, or raise mcp.clock.max-ahead");
        }
    }
}
