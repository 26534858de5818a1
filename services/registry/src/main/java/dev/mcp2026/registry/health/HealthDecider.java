package dev.mcp2026.registry.health;

import java.util.ArrayList;
import java.util.List;

/// From evidence to verdict: `(record, event, moment) -> decision`. Pure: no clock, no randomness,
/// no I/O.
/// What happened is first noted by [Intake]; then [Judge] applies the rules to all that is known;
/// damping comes last.
record HealthDecider(HealthRules rules) {

    Decision decide(HealthRecord before, HealthEvent event, Moment now) {
        HealthRecord seen = new Intake(rules, now).note(before, event);
        Judgement judged = Judge.of(seen, now, rules);
        FlapPenalty flap = seen.flap().after(before.state(), judged, now.nanos(), rules.flap());
        HealthRecord noted = flap == seen.flap() ? seen : seen.withFlap(flap);
        Judgement judgement = damped(noted, judged, now);
        boolean announce = judgement.state() != before.state()
                || judgement.cause() != before.verdict().cause()
                || judgement.rule() != before.rule();
        HealthRecord next = announce ? announced(noted, judgement, now) : noted;
        return new Decision(next, announce, probes(next, event, now), Waking.next(next, now, rules));
    }

    private Judgement damped(HealthRecord health, Judgement judgement, Moment now) {
        FlapPenalty flap = health.flap();
        // One more doubt about what is held anyway is no news; that it was counted lengthens the hold.
        boolean held = judgement.rule() == Rule.FAILING && health.rule() == Rule.FLAPPING;
        boolean well = judgement.state() == HealthState.UP;
        if (!(well || held) || !flap.suppressedAt(now.nanos(), rules.flap())) {
            return judgement;
        }
        long left = flap.releasedAt(rules.flap()) - now.nanos();
        double penalty = flap.at(now.nanos(), rules.flap());
        return Judgement.suspect(
                Cause.TARGET, Rule.FLAPPING, () -> new Wording(health, now, rules).flapping(penalty, left));
    }

    private HealthRecord announced(HealthRecord health, Judgement judgement, Moment now) {
        Verdict old = health.verdict();
        boolean moved = judgement.state() != old.state();
        boolean fell = moved && judgement.state() == HealthState.DOWN;
        HeartbeatWindow window = health.heartbeats();
        HealthRecord settled = fell && window != null ? health.withHeartbeats(window.silent()) : health;
        if (moved && old.state() == HealthState.DOWN) {
            settled = forgiven(settled);
        }
        String reason = judgement.reason().get();
        Verdict verdict = new Verdict(
                judgement.state(),
                judgement.cause(),
                reason,
                moved ? now.wall() : old.since(),
                EvidenceRanking.of(settled, now, rules),
                moved ? old.state() : old.previous());
        boolean first = old.state() == HealthState.UNKNOWN && old.evidence().isEmpty();
        List<Transition> history = first && judgement.state() == HealthState.UP
                ? health.history() // coming up the first time is no story, and 100,000 instances do it
                : longer(
                        health.history(),
                        new Transition(now.wall(), old.state(), judgement.state(), judgement.cause(), reason));
        return settled.judged(verdict, judgement.rule(), history);
    }

    /// The failures that made it DOWN don't count towards the next fall.
    private static HealthRecord forgiven(HealthRecord health) {
        return health.withChecks(health.checks().stream()
                        .map(t -> t.ok() ? t.recovered() : t)
                        .toList())
                .withReports(health.reports().stream()
                        .map(t -> t.ok() ? t.recovered() : t)
                        .toList());
    }

    private List<Transition> longer(List<Transition> history, Transition latest) {
        List<Transition> next = new ArrayList<>(history);
        next.add(latest);
        int surplus = next.size() - rules.historyMax();
        return List.copyOf(surplus > 0 ? next.subList(surplus, next.size()) : next);
    }

    /// Which checks to repeat sooner than their interval says.
    private List<HealthEffect> probes(HealthRecord health, HealthEvent event, Moment now) {
        return switch (event) {
            case HealthEvent.Probed(String check, ProbeResult _) ->
                health.checks().stream()
                        .filter(t -> t.check().equals(check))
                        .findFirst()
                        .<List<HealthEffect>>map(t -> again(health, t))
                        .orElse(List.of());
            case HealthEvent.SentinelClosed(String check, String _) -> List.of(new HealthEffect.ProbeSoon(check, 0));
            case HealthEvent.Reported(Observation seen, long _) ->
                seen.outcome() == Outcome.OK ? List.of() : lookOurselves(health, now);
            case HealthEvent.Tracked _,
                    HealthEvent.Heartbeat _,
                    HealthEvent.ObserverGone _,
                    HealthEvent.LeaseHeld _,
                    HealthEvent.LeaseReleased _,
                    HealthEvent.Tick _ -> List.of();
        };
    }

    private List<HealthEffect> again(HealthRecord health, Track track) {
        boolean down = health.state() == HealthState.DOWN;
        boolean doubted = track.failing() && !down;
        boolean recovering = track.ok() && down && track.oks() < rules.recoveryJ();
        if (!doubted && !recovering) {
            return List.of();
        }
        long delay = rules.reprobe().toNanos() << Math.min(Math.max(track.fails() - 1, 0), 10);
        return List.of(new HealthEffect.ProbeSoon(track.check(), delay));
    }

    /// Another observer reports trouble: ask ourselves, unless we just did.
    private List<HealthEffect> lookOurselves(HealthRecord health, Moment now) {
        List<HealthEffect> effects = new ArrayList<>();
        for (Track check : health.checks()) {
            if (!check.tried()
                    || now.nanos() - check.atNanos() > rules.reprobe().toNanos()) {
                effects.add(new HealthEffect.ProbeSoon(check.check(), 0));
            }
        }
        return effects;
    }
}
