package dev.mcp2026.registry.health;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Notes what happened in a record, and judges nothing.
record Intake(HealthRules rules, Moment now) {

    HealthRecord note(HealthRecord health, HealthEvent event) {
        return switch (event) {
            case HealthEvent.Tracked tracked -> tracked(health, tracked);
            case HealthEvent.Probed(String check, ProbeResult result) -> probed(health, check, result);
            case HealthEvent.SentinelClosed(String check, String detail) ->
                health.withSentinel(new Evidence(
                        EvidenceKind.SENTINEL, health.self(), check, Outcome.CLOSED, detail, now.wall(), 1));
            case HealthEvent.Heartbeat(long sequence) -> heartbeat(health, sequence);
            case HealthEvent.Reported(Observation seen, long ageNanos) -> reported(health, seen, ageNanos);
            case HealthEvent.ObserverGone(String observer) ->
                health.withReports(without(health.reports(), t -> t.observer().equals(observer)));
            case HealthEvent.LeaseHeld held -> health.withLeaseHeld(held);
            case HealthEvent.LeaseReleased _ -> health.withLeaseHeld(null);
            case HealthEvent.Tick _ -> health;
        };
    }

    private HealthRecord tracked(HealthRecord health, HealthEvent.Tracked event) {
        List<Track> tracks = new ArrayList<>(event.checks().size());
        for (CheckSpec check : event.checks()) {
            Track known = event.unchanged().contains(check.name()) ? track(health.checks(), check.name()) : null;
            tracks.add(known != null ? known : Track.untried(kind(check.kind()), "", check.name()));
        }
        return health.withChecks(List.copyOf(tracks))
                .withHeartbeats(window(health.heartbeats(), event.leaseNanos()))
                .withLeaseHeld(null);
    }

    private @Nullable HeartbeatWindow window(@Nullable HeartbeatWindow known, @Nullable Long leaseNanos) {
        if (leaseNanos == null) {
            return null;
        }
        return known == null
                ? HeartbeatWindow.first(now.nanos(), leaseNanos, rules.phi())
                : known.registeredAgain(now.nanos());
    }

    private HealthRecord probed(HealthRecord health, String check, ProbeResult result) {
        Track known = track(health.checks(), check);
        if (known == null) {
            return health; // it ended after its check was removed
        }
        Track next = result.made()
                ? known.saw(result.outcome(), result.reached(), result.detail(), result.startedNanos(), now, rules)
                : known.unmade(result.outcome(), result.detail(), now);
        List<Track> tracks = new ArrayList<>(health.checks());
        tracks.set(tracks.indexOf(known), next);
        HealthRecord noted = health.withChecks(List.copyOf(tracks));
        return result.ok() && health.sentinel() != null ? noted.withSentinel(null) : noted;
    }

    private HealthRecord heartbeat(HealthRecord health, long sequence) {
        HeartbeatWindow window = health.heartbeats();
        if (window == null) {
            return health;
        }
        HealthRecord noted = health.withHeartbeats(window.arrived(sequence, now.nanos(), rules.phi()));
        return noted.leaseHeld() == null ? noted : noted.withLeaseHeld(null);
    }

    /// Counts from when it was seen, not from when it came.
    private HealthRecord reported(HealthRecord health, Observation seen, long ageNanos) {
        Track known = health.reports().stream()
                .filter(t -> t.observer().equals(seen.observer()) && t.fresh(now.nanos(), rules))
                .findFirst()
                .orElseGet(() -> Track.untried(EvidenceKind.REPORT, seen.observer(), ""));
        if (known.tried() && !seen.at().isAfter(known.at())) {
            return health; // sent again, or overtaken: one look is one outcome
        }
        boolean reached = switch (seen.outcome()) {
            case OK, REFUSED, RESET, UNHEALTHY, CLOSED -> true;
            case TIMEOUT, UNREACHABLE, MISSED, EXPIRED -> false;
        };
        List<Track> reports = without(health.reports(), t -> t.observer().equals(seen.observer()));
        Moment then = new Moment(now.nanos() - ageNanos, seen.at(), now.localScore());
        reports.add(known.saw(seen.outcome(), reached, seen.detail(), then.nanos(), then, rules));
        int surplus = reports.size() - rules.observersMax();
        return health.withReports(List.copyOf(surplus > 0 ? reports.subList(surplus, reports.size()) : reports));
    }

    private static List<Track> without(List<Track> tracks, Predicate<Track> dropped) {
        List<Track> kept = new ArrayList<>(tracks);
        kept.removeIf(dropped);
        return kept;
    }

    private static @Nullable Track track(List<Track> tracks, String check) {
        for (Track track : tracks) {
            if (track.check().equals(check)) {
                return track;
            }
        }
        return null;
    }

    private static EvidenceKind kind(CheckKind kind) {
        return switch (kind) {
            case CheckKind.Tcp _ -> EvidenceKind.TCP_CHECK;
            case CheckKind.Http _ -> EvidenceKind.HTTP_CHECK;
            case CheckKind.Grpc _ -> EvidenceKind.GRPC_CHECK;
        };
    }
}
