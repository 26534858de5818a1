package dev.mcp2026.mesh.path;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// The numbers of path measurement. With the defaults a cut is noticed after four missed probes, about 1.1 s when
/// the round trip is short: the newest of the four was sent 750 ms after the cut and is missed 300 ms later.
///
/// @param windowProbes the newest probes that are remembered
/// @param window how long a probe is remembered
/// @param interval from one probe to the next; for the one that sends them
/// @param firstTimeout until a round trip was measured (RFC 6298 section 2.1)
/// @param minTimeout no probe is missed earlier than this
/// @param maxTimeout no probe is missed later than this
/// @param missesToFall probes missed in a row before the path is down
/// @param answersToRise probes answered in a row before a path that was down is up
/// @param minSamples answers before a new path is up
public record PathRules(
        Limit windowProbes,
        Duration window,
        Duration interval,
        Duration firstTimeout,
        Duration minTimeout,
        Duration maxTimeout,
        int missesToFall,
        int answersToRise,
        int minSamples) {

    public static final PathRules DEFAULT = new PathRules(
            new Limit("mcp.mesh.probe.window-probes", 256, "probes"),
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(3),
            4,
            3,
            3);

    public PathRules {
        long needed = Math.max(missesToFall, Math.max(answersToRise, minSamples));
        if (missesToFall < 1 || answersToRise < 1 || minSamples < 1 || windowProbes.max() < needed) {
            throw new IllegalArgumentException(
                    "counts start at 1, and the window holds at least " + needed + " probes");
        }
        if (!window.isPositive() || !interval.isPositive() || !minTimeout.isPositive() || !firstTimeout.isPositive()) {
            throw new IllegalArgumentException("window, interval and timeouts must be positive");
        }
        if (maxTimeout.compareTo(minTimeout) < 0) {
            throw new IllegalArgumentException("maxTimeout " + maxTimeout + " is below minTimeout " + minTimeout);
        }
    }

    /// When a probe counts as missed: `srtt + 4 × rttvar` as RFC 6298 says, within the two bounds.
    Duration timeout(RoundTrips trips) {
        Duration measured = trips.timeout().orElse(firstTimeout);
        if (measured.compareTo(minTimeout) < 0) {
            return minTimeout;
        }
        return measured.compareTo(maxTimeout) > 0 ? maxTimeout : measured;
    }
}
