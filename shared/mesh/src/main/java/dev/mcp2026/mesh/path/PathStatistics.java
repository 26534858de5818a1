package dev.mcp2026.mesh.path;

import dev.mcp2026.mesh.path.ProbeWindow.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The statistics of one path, fed with what happens to its probes. Keep it for as long as the path is of interest,
/// over reconnects too. Bounded by [PathRules]; not safe for several threads at once.
///
/// ```java
/// statistics.sent(sequence, nanoTime);        // each interval
/// statistics.answered(sequence, nanoTime);    // when an answer comes; late ones and repeats may be passed as well
/// statistics.sweep(nanoTime);                 // each interval, answers or not: this is what finds probes missed
/// statistics.measurement(nanoTime, now);
/// ```
public final class PathStatistics {
    private final PathRules rules;
    private final ProbeWindow window;
    private RoundTrips trips = RoundTrips.NONE;
    private PathState state = PathState.UNKNOWN;
    private long sinceNanos;
    private long lastHeardNanos;
    private boolean heard;
    private boolean afresh;

    /// @param nanos monotonic time now, as in all calls that follow
    public PathStatistics(PathRules rules, long nanos) {
        this.rules = rules;
        this.window = new ProbeWindow(rules);
        this.sinceNanos = nanos;
    }

    /// @param sequence never used before within the window
    public void sent(long sequence, long nanos) {
        window.sent(sequence, nanos);
    }

    public void answered(long sequence, long nanos) {
        window.answered(sequence, nanos).ifPresent(roundTrip -> {
            // After an outage the path may be another one: what the old one's round trip was says nothing.
            trips = (afresh ? RoundTrips.NONE : trips).plus(roundTrip);
            afresh = false;
            heard = true;
            lastHeardNanos = nanos;
            settle(nanos);
        });
    }

    /// Finds probes that are missed by now and forgets those that left the window.
    public void sweep(long nanos) {
        window.sweep(nanos, timeout().toNanos());
        settle(nanos);
    }

    /// When a probe that is sent now will count as missed.
    public Duration timeout() {
        return rules.timeout(afresh ? RoundTrips.NONE : trips);
    }

    /// The smoothed round trip alone, RFC 6298; zero before the first answer.
    public Duration smoothed() {
        return Duration.ofNanos(Math.round(trips.srtt()));
    }

    /// @param now wall time at `nanos`
    public PathMeasurement measurement(long nanos, Instant now) {
        List<Long> sorted = window.roundTrips();
        int missed = window.count(Fate.MISSED);
        int decided = missed + sorted.size();
        return new PathMeasurement(
                state,
                Duration.ofNanos(Math.round(trips.srtt())),
                Duration.ofNanos(Math.round(trips.rttvar())),
                Duration.ofNanos(Math.round(trips.jitter())),
                decided == 0 ? 0 : (double) missed / decided,
                percentile(sorted, 0),
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                sorted.size(),
                now.minusNanos(nanos - sinceNanos),
                heard ? Optional.of(now.minusNanos(nanos - lastHeardNanos)) : Optional.empty(),
                window.newestInARow(Fate.MISSED));
    }

    private void settle(long nanos) {
        PathState next = next();
        if (next != state) {
            state = next;
            sinceNanos = nanos;
            afresh = afresh || next == PathState.DOWN;
        }
    }

    private PathState next() {
        if (window.newestInARow(Fate.MISSED) >= rules.missesToFall()) {
            return PathState.DOWN;
        }
        int answered = window.count(Fate.ANSWERED);
        return switch (state) {
            case UNKNOWN -> answered >= rules.minSamples() ? PathState.UP : PathState.UNKNOWN;
            case UP -> answered == 0 ? PathState.UNKNOWN : PathState.UP;
            case DOWN -> {
                if (window.newestInARow(Fate.ANSWERED) >= rules.answersToRise()) {
                    yield PathState.UP;
                }
                yield answered + window.count(Fate.MISSED) == 0 ? PathState.UNKNOWN : PathState.DOWN;
            }
        };
    }

    /// Nearest rank.
    private static Duration percentile(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = Math.max(1, (int) Math.ceil(share * sorted.size()));
        return Duration.ofNanos(sorted.get(rank - 1));
    }
}
