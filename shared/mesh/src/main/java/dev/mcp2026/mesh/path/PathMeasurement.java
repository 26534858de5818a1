package dev.mcp2026.mesh.path;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is known of a path at one moment.
///
/// @param srtt smoothed round trip, RFC 6298
/// @param rttvar its variation, RFC 6298
/// @param jitter RFC 3550 section 6.4.1
/// @param loss share of the window's probes without an answer, 0 to 1
/// @param min of the window's round trips, as are `p50` and `p99`; zero without samples
/// @param samples answered probes in the window
/// @param since when the path came to be in this state
/// @param lastHeard empty if it never was
/// @param misses the newest probes that were missed in a row
public record PathMeasurement(
        PathState state,
        Duration srtt,
        Duration rttvar,
        Duration jitter,
        double loss,
        Duration min,
        Duration p50,
        Duration p99,
        long samples,
        Instant since,
        Optional<Instant> lastHeard,
        int misses) {

    public PathMeasurement {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("loss is a share from 0 to 1, not " + loss);
        }
        if (srtt.isNegative() || rttvar.isNegative() || jitter.isNegative() || samples < 0 || misses < 0) {
            throw new IllegalArgumentException("nothing of a measurement is negative");
        }
    }

    public boolean isUp() {
        return state == PathState.UP;
    }

    /// This path and then `next`, as a packet sees it that takes both: delays add up, a packet has to survive both,
    /// and variations, which don't know of each other, add up as the root of their squares.
    public PathMeasurement then(PathMeasurement next) {
        return new PathMeasurement(
                worse(state, next.state),
                srtt.plus(next.srtt),
                together(rttvar, next.rttvar),
                together(jitter, next.jitter),
                1 - (1 - loss) * (1 - next.loss),
                min.plus(next.min),
                p50.plus(next.p50),
                p50.plus(next.p50).plus(together(excess(), next.excess())),
                Math.min(samples, next.samples),
                since.isAfter(next.since) ? since : next.since,
                lastHeard.flatMap(mine -> next.lastHeard.map(other -> mine.isBefore(other) ? mine : other)),
                Math.max(misses, next.misses));
    }

    private Duration excess() {
        return p99.minus(p50);
    }

    private static PathState worse(PathState one, PathState other) {
        if (one == PathState.DOWN || other == PathState.DOWN) {
            return PathState.DOWN;
        }
        return one == PathState.UNKNOWN ? one : other;
    }

    private static Duration together(Duration one, Duration other) {
        return Duration.ofNanos(Math.round(Math.hypot((double) one.toNanos(), (double) other.toNanos())));
    }
}
