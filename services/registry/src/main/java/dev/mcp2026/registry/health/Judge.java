package dev.mcp2026.registry.health;

import dev.mcp2026.registry.health.Witnesses.Heard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules, strongest first. Reads a record, changes nothing.
///
/// @param health what is known
/// @param seen the same, by who speaks
record Judge(HealthRecord health, Witnesses seen, Moment now, HealthRules rules, Wording say) {

    static Judgement of(HealthRecord health, Moment now, HealthRules rules) {
        Wording say = new Wording(health, now, rules);
        return new Judge(health, Witnesses.of(health, now, rules), now, rules, say).judgement();
    }

    private Judgement judgement() {
        Judgement judged = evident();
        Track unmade = seen.unmade();
        // A check that can't be made speaks neither for the target nor against it, but it was asked for.
        boolean well = judged.state() == HealthState.UP || judged.state() == HealthState.UNKNOWN;
        return unmade != null && well
                ? Judgement.suspect(Cause.OBSERVER, Rule.NOT_PROBED, () -> say.notProbed(unmade))
                : judged;
    }

    private Judgement evident() {
        Track own = seen.own();
        if (own != null && own.refuses(rules)) {
            return Judgement.down(Cause.TARGET, Rule.CONCLUSIVE, () -> say.conclusive(own));
        }
        if (reportedRefusal(own)) {
            return Judgement.down(Cause.TARGET, Rule.CONCLUSIVE, () -> say.conclusiveReports(seen));
        }
        if (own != null && own.failing()) {
            return ownFailing(own);
        }
        if (recovering(own)) {
            return say.unchanged();
        }
        HealthEvent.LeaseHeld held = health.leaseHeld();
        if (held != null) {
            return Judgement.suspect(held.cause(), Rule.LEASE_HELD, held::reason);
        }
        return own != null ? ownOk(own) : unchecked();
    }

    /// Others say that the target said no. Seen well by our own eyes just now, it is asked about by a probe, not
    /// believed. Else the two-observer rule: a second observer says the same of it, or nobody contradicts.
    private boolean reportedRefusal(@Nullable Track own) {
        boolean ownEyes = own != null && own.ok();
        if (ownEyes || seen.ill().isEmpty() || !seen.ill().getFirst().refuses(rules)) {
            return false;
        }
        return !seen.contradicted() || seen.observersMissing(locallyBad()) >= HealthRules.OBSERVERS_MIN;
    }

    private Judgement ownFailing(Track own) {
        int k = seen.agreed() ? rules.sharedK() : rules.inconclusiveK();
        boolean lost = own.lost(k, rules);
        Cause blamed = own.reached() ? Cause.TARGET : Cause.PATH;
        if (lost && seen.contradicted()) {
            return Judgement.suspect(blamed, Rule.CONTRADICTED, () -> say.contradicted(own, seen));
        }
        boolean othersDecide = seen.well().isEmpty() && reportsLost();
        if (locallyBad() && !othersDecide) {
            // Already known to be down: our own weakness is no news about it.
            return health.state() == HealthState.DOWN
                    ? say.unchanged()
                    : Judgement.suspect(Cause.OBSERVER, Rule.LOCAL_HEALTH, () -> say.localHealth(own));
        }
        if (lost) {
            Cause cause = own.reached() || seen.agreed() ? Cause.TARGET : Cause.PATH;
            return Judgement.down(cause, Rule.INCONCLUSIVE, () -> say.inconclusive(own, seen, k));
        }
        if (health.state() == HealthState.DOWN) {
            return say.unchanged();
        }
        return Judgement.suspect(blamed, Rule.FAILING, () -> say.failing(own, k));
    }

    private Judgement ownOk(Track own) {
        if (seen.heard() == Heard.LOST) {
            Cause cause = locallyBad() ? Cause.OBSERVER : Cause.PATH;
            return Judgement.suspect(cause, Rule.CONTRADICTED, () -> say.checksOkHeartbeatsLost());
        }
        List<Track> sure =
                seen.ill().stream().filter(t -> t.fails() >= rules.sharedK()).toList();
        if (sure.size() >= 2) {
            return Judgement.suspect(Cause.PATH, Rule.CONTRADICTED, () -> say.checksOkReportsIll(sure));
        }
        return Judgement.up(Rule.CHECKS_OK, () -> say.checksOk(own));
    }

    /// No own check has spoken: heartbeats and other observers decide.
    private Judgement unchecked() {
        boolean ill = reportsLost();
        if (seen.silentHeartbeats()) {
            return silent(ill);
        }
        if (ill && !seen.contradicted()) {
            return Judgement.down(Cause.TARGET, Rule.INCONCLUSIVE, () -> say.reportsIll(seen));
        }
        if (!seen.ill().isEmpty()
                && (!seen.contradicted() || seen.ill().getFirst().fails() >= rules.sharedK())) {
            return health.state() == HealthState.DOWN && !seen.contradicted()
                    ? say.unchanged()
                    : Judgement.suspect(
                            Cause.PATH,
                            seen.contradicted() ? Rule.CONTRADICTED : Rule.FAILING,
                            () -> say.reportsIll(seen));
        }
        if (seen.waiting()) {
            return say.unchanged(); // its checks are about to speak
        }
        if (seen.heard() == Heard.FRESH) {
            return Judgement.up(Rule.HEARTBEATS_OK, () -> say.heartbeatsOk());
        }
        if (!seen.well().isEmpty()) {
            return Judgement.up(Rule.REPORTS_OK, () -> say.reportsOk(seen));
        }
        return nobody();
    }

    private Judgement silent(boolean ill) {
        if (!seen.well().isEmpty()) {
            return Judgement.suspect(Cause.PATH, Rule.CONTRADICTED, () -> say.heartbeatsContradicted(seen));
        }
        if (ill) {
            return Judgement.down(Cause.TARGET, Rule.INCONCLUSIVE, () -> say.reportsIll(seen));
        }
        if (health.state() == HealthState.DOWN) {
            return say.unchanged();
        }
        if (locallyBad()) {
            return Judgement.suspect(Cause.OBSERVER, Rule.LOCAL_HEALTH, () -> say.heartbeats());
        }
        HeartbeatWindow window = health.heartbeats();
        boolean lossy = window != null && window.loss() >= rules.phi().lossBad();
        Cause cause = lossy ? Cause.PATH : Cause.TARGET;
        return seen.heard() == Heard.LOST
                ? Judgement.down(cause, Rule.HEARTBEAT_LOST, () -> say.heartbeats())
                : Judgement.suspect(cause, Rule.HEARTBEAT_LATE, () -> say.heartbeats());
    }

    private Judgement nobody() {
        if (health.reports().isEmpty() && health.rule() == Rule.NOTHING_OBSERVED) {
            return say.unchanged();
        }
        return new Judgement(HealthState.UNKNOWN, Cause.OBSERVER, Rule.NOBODY_LOOKS, () -> say.nobody());
    }

    /// DOWN, and not yet well often enough to end that.
    private boolean recovering(@Nullable Track own) {
        if (health.state() != HealthState.DOWN) {
            return false;
        }
        if (own != null) {
            return own.oks() < rules.recoveryJ();
        }
        HeartbeatWindow window = health.heartbeats();
        if (window != null) {
            return seen.heard() == Heard.FRESH && window.beats() < rules.recoveryJ();
        }
        return !seen.well().isEmpty() && seen.well().stream().allMatch(t -> t.oks() < rules.recoveryJ());
    }

    /// Others alone are enough: two of them, or one of them for long.
    private boolean reportsLost() {
        List<Track> ill = seen.ill();
        boolean several =
                ill.size() >= 2 && ill.stream().mapToInt(t -> t.failures(rules)).sum() >= rules.inconclusiveK();
        boolean one = !ill.isEmpty()
                && (ill.getFirst().refuses(rules)
                        || ill.getFirst()
                                .lost(seen.silentHeartbeats() ? rules.sharedK() : rules.inconclusiveK(), rules));
        return several || one;
    }

    private boolean locallyBad() {
        return now.localScore() >= rules.localScoreBad();
    }
}
