package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.id.TenantId;
import java.time.Duration;

/// Keeps the observer's own health, from its timers and probes. Thread-safe.
final class SelfWatch {
    /// The timer thread is expected back this often, whatever else is due.
    static final long PULSE_NANOS = Duration.ofMillis(100).toNanos();

    private final LocalHealthRules rules;
    private final Silences silences = new Silences();
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
            missed(nowNanos - pulseDueNanos, nowNanos);
            pulseDueNanos = nowNanos + PULSE_NANOS;
        }
    }

    /// Something of our own came this late.
    synchronized void late(long lateNanos, long nowNanos) {
        missed(lateNanos, nowNanos);
    }

    synchronized void started(TenantId tenant) {
        silences.started(tenant);
    }

    synchronized void stopped(TenantId tenant) {
        silences.stopped(tenant);
    }

    /// A probe ended. After a stall of the whole process its timeout and the pulse are overdue
    /// together, and either may
    /// run first, so the pulse is looked at here too. One that was not made says nothing.
    synchronized void probed(TenantId tenant, ProbeResult result, long nowNanos) {
        if (!result.made()) {
            return;
        }
        if (!result.ok() && nowNanos > pulseDueNanos) {
            missed(nowNanos - pulseDueNanos, nowNanos);
        }
        silences.probed(tenant, result.silence());
        roll(nowNanos);
    }

    synchronized LocalHealth health() {
        return health;
    }

    private void missed(long lateNanos, long nowNanos) {
        health = health.onTimer(lateNanos, rules);
        roll(nowNanos);
    }

    private void roll(long nowNanos) {
        if (health.windowOver(nowNanos, rules)) {
            health = health.nextWindow(silences.mass(rules), nowNanos, rules);
            silences.nextWindow();
        }
    }
}
