package dev.mcp2026.registry.health;

import java.time.Duration;

/// Keeps the observer's own health, from its timers and probes. Thread-safe.
final class SelfWatch {
    /// The timer thread is expected back this often, whatever else is due.
    static final long PULSE_NANOS = Duration.ofMillis(100).toNanos();

    private final LocalHealthRules rules;
    private LocalHealth health;
    private long pulseDueNanos;

    SelfWatch(LocalHealthRules rules, long nowNanos) {
        this.rules = rules;
        this.health = LocalHealth.well(nowNanos);
        this.pulseDueNanos = nowNanos + PULSE_NANOS;
    }

    /// The timer thread is back.
    synchronized void pulse(long nowNanos) {
        if (nowNanos >= pulseDueNanos) {
            health = health.onTimer(nowNanos - pulseDueNanos, nowNanos, rules);
            pulseDueNanos = nowNanos + PULSE_NANOS;
        }
    }

    /// A probe started this late.
    synchronized void late(long lateNanos, long nowNanos) {
        health = health.onTimer(lateNanos, nowNanos, rules);
    }

    /// A probe ended. After a stall of the whole process its timeout and the pulse are overdue
    /// together, and either may
    /// run first, so the pulse is looked at here too.
    synchronized void probed(ProbeResult result, long nowNanos) {
        if (!result.ok() && nowNanos > pulseDueNanos) {
            health = health.onTimer(nowNanos - pulseDueNanos, nowNanos, rules);
        }
        health = health.onProbe(result.silence(), nowNanos, rules);
    }

    synchronized LocalHealth health() {
        return health;
    }
}
