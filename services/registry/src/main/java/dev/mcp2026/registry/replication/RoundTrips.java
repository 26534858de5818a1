package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.clock.Exchange;
import dev.mcp2026.kernel.clock.PeerClock;
import dev.mcp2026.kernel.clock.PeerOffset;
import dev.mcp2026.kernel.error.FaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What pings tell of one peer: its clock's offset with an error bound, and the round trip
/// smoothed as TCP does it
/// (RFC 6298, gain 1/8).
final class RoundTrips {
    private static final double GAIN = 0.125;

    private final LongSupplier nanoTime;
    private PeerClock clock = PeerClock.unmeasured(PeerClock.Settings.DEFAULT);
    private double smoothedNs = -1;

    RoundTrips(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void observe(long t0, long t1, long t2, long t3) {
        try {
            Exchange exchange = new Exchange(t0, t1, t2, t3, nanoTime.getAsLong());
            clock = clock.observe(exchange);
            long rtt = Math.max(0, exchange.roundTripNanos());
            smoothedNs = smoothedNs < 0 ? rtt : smoothedNs + GAIN * (rtt - smoothedNs);
        } catch (FaultException clockWasSet) {
            // A wall clock was set back during the exchange: the sample says nothing.
        }
    }

    synchronized @Nullable Duration smoothed() {
        return smoothedNs < 0 ? null : Duration.ofNanos((long) smoothedNs);
    }

    synchronized Optional<PeerOffset> offset() {
        return clock.offsetAt(nanoTime.getAsLong());
    }
}
