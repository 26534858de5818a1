package dev.mcp2026.testkit.sim;

import java.time.Duration;

/// What one directed link does to messages.
///
/// @param minDelay least time on the way
/// @param maxDelay most time on the way; each message takes a uniformly random time in between
/// @param loss probability from 0 to 1 that a message never arrives
/// @param duplicate probability that it arrives twice
/// @param reorder probability that it may overtake, and be overtaken by, others; the rest keeps its order
public record NetworkShape(Duration minDelay, Duration maxDelay, double loss, double duplicate, double reorder) {
    /// 1 ms, nothing lost, in order.
    public static final NetworkShape CALM = new NetworkShape(Duration.ofMillis(1), Duration.ofMillis(1), 0, 0, 0);
    /// A bad path: 5 to 200 ms, 5 % lost, 5 % twice, half of it out of order.
    public static final NetworkShape ROUGH =
            new NetworkShape(Duration.ofMillis(5), Duration.ofMillis(200), 0.05, 0.05, 0.5);

    public NetworkShape {
        if (minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
            throw new IllegalArgumentException("delay from " + minDelay + " to " + maxDelay + " is no range");
        }
        for (double p : new double[] {loss, duplicate, reorder}) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(p + " is no probability from 0 to 1");
            }
        }
    }
}
