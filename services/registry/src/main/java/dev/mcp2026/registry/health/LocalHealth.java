package dev.mcp2026.registry.health;

import java.time.Duration;

/// The observer's own health: 0 is well, 8 is as bad as it gets. Timeouts are multiplied by (1 +
/// score), so that a
/// slow observer waits longer before it accuses anyone. Immutable; each signal gives the next value.
///
/// @param windowStart monotonic nanoseconds
/// @param worstLate lateness of the worst own timer in this window, nanoseconds
/// @param silent probes in this window that met silence before any handshake
/// @param answered probes in this window that met anything else
public record LocalHealth(int score, long windowStart, long worstLate, int silent, int answered) {
    public static LocalHealth well(long nowNanos) {
        return new LocalHealth(0, nowNanos, 0, 0, 0);
    }

    /// A timer that was due `lateNanos` ago fires now.
    public LocalHealth onTimer(long lateNanos, long nowNanos, LocalHealthRules rules) {
        LocalHealth seen = new LocalHealth(score, windowStart, Math.max(worstLate, lateNanos), silent, answered);
        // A miss counts at once: the probes that time out together with it are judged in the next microseconds.
        boolean firstMiss =
                worstLate < rules.late().toNanos() && lateNanos >= rules.late().toNanos();
        return (firstMiss ? seen.moved(seen.steps(rules)) : seen).rolled(nowNanos, rules);
    }

    /// A probe ended. `silence`: neither a handshake nor an error came back.
    public LocalHealth onProbe(boolean silence, long nowNanos, LocalHealthRules rules) {
        return new LocalHealth(score, windowStart, worstLate, silent + (silence ? 1 : 0), answered + (silence ? 0 : 1))
                .rolled(nowNanos, rules);
    }

    private LocalHealth rolled(long nowNanos, LocalHealthRules rules) {
        if (nowNanos - windowStart < rules.window().toNanos()) {
            return this;
        }
        boolean missed = worstLate >= rules.late().toNanos();
        int step = massSilence(rules) ? 2 : missed ? 0 : -1;
        return new LocalHealth(clamp(score + step), nowNanos, 0, 0, 0);
    }

    private boolean massSilence(LocalHealthRules rules) {
        return silent >= rules.massMin() && silent > rules.massShare() * (silent + answered);
    }

    // A stall of a second is worse news than one of 200 ms.
    private int steps(LocalHealthRules rules) {
        return (int) Math.min(3, 1 + worstLate / (4 * rules.late().toNanos()));
    }

    private LocalHealth moved(int step) {
        return new LocalHealth(clamp(score + step), windowStart, worstLate, silent, answered);
    }

    private static int clamp(int score) {
        return Math.clamp(score, 0, LocalHealthRules.SCORE_MAX);
    }

    /// Multiplies a timeout.
    public Duration widen(Duration timeout) {
        return timeout.multipliedBy(1L + score);
    }
}
