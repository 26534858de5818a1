package dev.mcp2026.registry.health;

/// When a verdict can next change by time alone.
final class Waking {
    private Waking() {}

    static long next(HealthRecord health, Moment now, HealthRules rules) {
        long wake = heartbeats(health, now, rules);
        for (Track report : health.reports()) {
            if (report.fresh(now.nanos(), rules)) {
                wake = Math.min(wake, report.atNanos() + rules.reportFresh().toNanos());
            }
        }
        return switch (health.rule()) {
            case FLAPPING -> Math.min(wake, health.flap().releasedAt(rules.flap()));
            case LOCAL_HEALTH ->
                Math.min(wake, now.nanos() + rules.local().window().toNanos());
            case NOTHING_OBSERVED,
                    NOBODY_LOOKS,
                    CHECKS_OK,
                    HEARTBEATS_OK,
                    REPORTS_OK,
                    FAILING,
                    CONCLUSIVE,
                    INCONCLUSIVE,
                    CONTRADICTED,
                    NOT_PROBED,
                    HEARTBEAT_LATE,
                    HEARTBEAT_LOST,
                    LEASE_HELD -> wake;
        };
    }

    private static long heartbeats(HealthRecord health, Moment now, HealthRules rules) {
        HeartbeatWindow window = health.heartbeats();
        if (window == null) {
            return Decision.NEVER;
        }
        long late = window.reaches(rules.phi().suspect(), now.localScore(), rules.phi());
        if (now.nanos() < late) {
            return late;
        }
        long lost = window.reaches(rules.phi().down(), now.localScore(), rules.phi());
        return now.nanos() < lost ? lost : Decision.NEVER;
    }
}
