package dev.mcp2026.registry.replication;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The round trip to a peer and its clock's offset, from ping exchanges (RFC 5905 section 8). The
/// sample with the
/// shortest round trip of the window has the smallest error, half its round trip.
final class RoundTrips {
    private static final int WINDOW = 16;
    private static final double GAIN = 0.125;

    private final long[] rtts = new long[WINDOW];
    private final long[] offsets = new long[WINDOW];
    private long count;
    private double smoothedNs = -1;

    synchronized void observe(long t0, long t1, long t2, long t3) {
        long rtt = Math.max(0, (t3 - t0) - (t2 - t1));
        int slot = (int) (count++ % WINDOW);
        rtts[slot] = rtt;
        offsets[slot] = ((t1 - t0) + (t2 - t3)) / 2;
        smoothedNs = smoothedNs < 0 ? rtt : smoothedNs + GAIN * (rtt - smoothedNs);
    }

    synchronized @Nullable Duration smoothed() {
        return count == 0 ? null : Duration.ofNanos((long) smoothedNs);
    }

    synchronized @Nullable Duration offset() {
        return count == 0 ? null : Duration.ofNanos(offsets[best()]);
    }

    synchronized @Nullable Duration error() {
        return count == 0 ? null : Duration.ofNanos(rtts[best()] / 2);
    }

    private int best() {
        int best = 0;
        for (int i = 1; i < Math.min(count, WINDOW); i++) {
            best = rtts[i] < rtts[best] ? i : best;
        }
        return best;
    }
}
