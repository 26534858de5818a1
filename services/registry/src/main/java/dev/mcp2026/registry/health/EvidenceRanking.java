package dev.mcp2026.registry.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The evidence behind a verdict, the most telling first: what speaks against an instance before
/// what speaks for it,
/// and what the target itself said before silence.
final class EvidenceRanking {
    private EvidenceRanking() {}

    static List<Evidence> of(HealthRecord health, Moment now, HealthRules rules) {
        List<Evidence> all = new ArrayList<>();
        for (Track check : health.checks()) {
            if (check.tried() || check.unmade()) {
                all.add(check.evidence(health.self()));
            }
        }
        HeartbeatWindow window = health.heartbeats();
        if (window != null) {
            all.add(heartbeat(window, health, now, rules));
        }
        for (Track report : health.reports()) {
            if (report.fresh(now.nanos(), rules)) {
                all.add(report.evidence(health.self()));
            }
        }
        HealthEvent.LeaseHeld held = health.leaseHeld();
        if (held != null) {
            all.add(new Evidence(EvidenceKind.LEASE, health.self(), "", Outcome.EXPIRED, held.reason(), now.wall(), 1));
        }
        if (health.sentinel() != null) {
            all.add(health.sentinel());
        }
        all.sort(Comparator.comparingInt(EvidenceRanking::rank));
        return all.size() > Verdict.EVIDENCE_MAX ? List.copyOf(all.subList(0, Verdict.EVIDENCE_MAX)) : all;
    }

    private static int rank(Evidence evidence) {
        return switch (evidence.outcome()) {
            case UNHEALTHY, REFUSED -> 0;
            case RESET -> 1;
            case TIMEOUT, UNREACHABLE -> 2;
            case MISSED, EXPIRED -> 3;
            case CLOSED -> 4;
            case OK -> 5;
        };
    }

    private static Evidence heartbeat(HeartbeatWindow window, HealthRecord health, Moment now, HealthRules rules) {
        boolean late = now.nanos() >= window.reaches(rules.phi().suspect(), now.localScore(), rules.phi());
        String observer = health.self();
        if (late) {
            return new Evidence(
                    EvidenceKind.HEARTBEAT,
                    observer,
                    "",
                    Outcome.MISSED,
                    new Wording(health, now, rules).heartbeats(),
                    now.wall(),
                    window.missed(now));
        }
        String detail = window.samples() == 0 ? "registration counts as the first heartbeat" : "in time";
        return new Evidence(
                EvidenceKind.HEARTBEAT, observer, "", Outcome.OK, detail, now.wall(), Math.max(1, window.beats()));
    }
}
