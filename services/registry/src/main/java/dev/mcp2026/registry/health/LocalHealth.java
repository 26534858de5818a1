package dev.mcp2026.registry.health;

import java.time.Duration;

/// The observer's own health: 0 is well, 8 is as bad as it gets. Timeouts are multiplied by (1 +
/// score), so that a
/// slow observer waits longer before it accuses anyone. Immutable; each signal gives the next value.
///
/// @param windowStart monotonic nanoseconds
/// @param worstLate lateness of the worst own timer in this window, nanoseconds
public record LocalHealth(int score, long windowStart, long worstLate) {
    public static LocalHealth well(long nowNanos) {
        return new LocalHealth(0, nowNanos, 0);
    }

    /// A timer that was due `lateNanos` ago fires now.
    public LocalHealth onTimer(long lateNanos, LocalHealthRules rules) {
        LocalHealth seen = new LocalHealth(score, windowStart, Math.max(worstLate, lateNanos));
        // A miss counts at once: the probes that time out together with it are judged in the next microseconds.
        boolean firstMiss =
                worstLate < rules.late().toNanos() && lateNanos >= rules.late().toNanos();
        return firstMiss ? new LocalHealth(clamp(score + seen.steps(rules)), windowStart, seen.worstLate) : seen;
    }

    boolean windowOver(long nowNanos, LocalHealthRules rules) {
        return nowNanos - windowStart >= rules.window().toNanos();
    }

    /// The window is over and moves the score once.
    ///
    /// @param massSilence most of what was probed in it was silent
    public LocalHealth nextWindow(boolean massSilence, long nowNanos, LocalHealthRules rules) {
        boolean missed = worstLate >= rules.late().toNanos();
        int step = massSilence ? 2 : missed ? 0 : -1;
        return new LocalHealth(clamp(score + step), nowNanos, 0);
    }

    // A stall of a second is worse news than one of 200 ms.
    private int steps(LocalHealthRules rules) {
        return (int) Math.min(3, 1 + worstLate / (4 * rules.late().toNanos()));
    }

    private static int clamp(int score) {
        return Math.clamp(score, 0, LocalHealthRules.SCORE_MAX);
    }

    /// Multiplies a timeout.
    public Duration widen(Duration timeout) {
        return timeout.multipliedBy(1L + score);
    }
}
