package dev.mcp2026.mesh.path;

import java.time.Duration;
import java.util.Optional;

/// Smoothed round trip and its variation (RFC 6298 section 2, alpha 1/8, beta 1/4) and the interarrival jitter (RFC
/// 3550 section 6.4.1), all in nanoseconds. Immutable.
record RoundTrips(boolean measured, double srtt, double rttvar, double jitter, long last) {
    static final RoundTrips NONE = new RoundTrips(false, 0, 0, 0, 0);

    RoundTrips plus(long rtt) {
        if (!measured) {
            return new RoundTrips(true, rtt, rtt / 2.0, 0, rtt);
        }
        double deviation = rttvar + (Math.abs(srtt - rtt) - rttvar) / 4;
        // The peer answers at once, so the difference of two transit times is that of two round trips.
        double interarrival = jitter + (Math.abs(rtt - last) - jitter) / 16;
        return new RoundTrips(true, srtt + (rtt - srtt) / 8, deviation, interarrival, rtt);
    }

    Optional<Duration> timeout() {
        return measured ? Optional.of(Duration.ofNanos(Math.round(srtt + 4 * rttvar))) : Optional.empty();
    }
}
