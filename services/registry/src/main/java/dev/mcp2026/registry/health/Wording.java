package dev.mcp2026.registry.health;

import java.util.List;
import java.util.Locale;

/// The sentences of verdicts: which rule, and its numbers.
record Wording(HealthRecord health, Moment now, HealthRules rules) {

    Judgement unchanged() {
        Verdict verdict = health.verdict();
        return new Judgement(verdict.state(), verdict.cause(), health.rule(), verdict::reason);
    }

    String conclusive(Track track) {
        int n = rules.conclusiveN();
        boolean run = track.conclusive() >= rules.conclusiveK();
        String often = run
                ? track.conclusive() + " times in a row ("
                : track.refusals(rules) + " of the last " + n + " times (";
        String needed = rules.conclusiveK() + (run ? "" : " of " + n) + " needed";
        return name(track) + " was refused by the target itself " + often + track.outcome() + ", " + needed + "): "
                + track.detail();
    }

    String conclusiveReports(Witnesses seen) {
        boolean unwell = now.localScore() >= rules.localScoreBad();
        String others = seen.contradicted()
                ? "; two-observer rule: " + seen.observersMissing(unwell) + " observers miss it, which outweighs "
                        + (seen.heard() == Witnesses.Heard.FRESH ? "its heartbeats" : seen.names(seen.well()))
                : "; nothing contradicts it";
        return conclusive(seen.ill().getFirst()) + others;
    }

    String notProbed(Track unmade) {
        return name(unmade) + " is not made from here: " + unmade.detail();
    }

    String inconclusive(Track own, Witnesses seen, int k) {
        String others = seen.agreed() ? ", and " + agreeing(seen) : "; no other observer";
        String needed = own.fails() >= k ? k + " needed" : k + " of " + rules.inconclusiveN() + " needed";
        return silence(own) + " (" + needed + ")" + others + ": " + own.detail();
    }

    String failing(Track own, int k) {
        boolean said = own.refusals(rules) > 0;
        int needed = said ? rules.conclusiveK() : k;
        int count = said ? own.refusals(rules) : own.failures(rules);
        return name(own) + " failed " + count + " of " + needed + " times needed (" + own.outcome() + "): "
                + own.detail();
    }

    String contradicted(Track own, Witnesses seen) {
        String who =
                seen.well().isEmpty() ? "its heartbeats arrive in time" : seen.names(seen.well()) + " sees it well";
        return silence(own) + ", but " + who;
    }

    String localHealth(Track own) {
        return silence(own) + ", but this observer is slow or cut off itself (local health score " + now.localScore()
                + " of " + LocalHealthRules.SCORE_MAX + ", " + rules.localScoreBad() + " is bad)";
    }

    String checksOk(Track own) {
        return health.checks().size() == 1 ? name(own) + " succeeds" : "all checks succeed";
    }

    String checksOkHeartbeatsLost() {
        return "checks succeed, but " + heartbeats();
    }

    String checksOkReportsIll(List<Track> ill) {
        return "checks succeed here, but " + ill.size() + " other observers fail to reach it";
    }

    String reportsIll(Witnesses seen) {
        Track first = seen.ill().getFirst();
        return seen.names(seen.ill()) + " failed to reach it (" + first.outcome() + ", " + first.fails() + " times): "
                + first.detail()
                + (seen.contradicted()
                        ? "; " + contradiction(seen)
                        : seen.silentHeartbeats() ? "; " + heartbeats() : "");
    }

    private String contradiction(Witnesses seen) {
        String who = seen.well().isEmpty() ? "its heartbeats arrive in time" : "others see it well";
        return seen.ill().getFirst().refuses(rules)
                ? who + "; two-observer rule: 1 observer misses it, " + HealthRules.OBSERVERS_MIN + " needed"
                : who;
    }

    String reportsOk(Witnesses seen) {
        return seen.names(seen.well()) + " sees it well";
    }

    String heartbeatsOk() {
        return "heartbeats arrive in time";
    }

    String heartbeatsContradicted(Witnesses seen) {
        return heartbeats() + ", but " + seen.names(seen.well()) + " sees it well";
    }

    String heartbeats() {
        HeartbeatWindow window = health.heartbeats();
        if (window == null) {
            return "no heartbeats are expected";
        }
        return String.format(
                Locale.ROOT,
                "no heartbeat for %.1f s: phi %.1f (suspect at %.0f, down at %.0f; interval %.1f s ± %.2f s, %.0f %% lost lately)",
                (now.nanos() - window.lastNanos()) / 1e9,
                window.phi(now, rules.phi()),
                rules.phi().suspect(),
                rules.phi().down(),
                window.mean() / 1e9,
                window.deviation(rules.phi()) / 1e9,
                window.loss() * 100);
    }

    String nobody() {
        return "no observer has looked for " + rules.reportFresh().toSeconds() + " s";
    }

    String flapping(double penalty, long forNanos) {
        return String.format(
                Locale.ROOT,
                "it is well now but went down or was doubted too often: held until its penalty %.0f is under %.0f,"
                        + " in at most %.0f s",
                penalty,
                rules.flap().reuse(),
                Math.ceil(forNanos / 1e9));
    }

    private String agreeing(Witnesses seen) {
        return seen.ill().isEmpty()
                ? "its heartbeats are silent too"
                : seen.names(seen.ill()) + " fails to reach it too";
    }

    private String silence(Track own) {
        boolean run = own.fails() >= own.failures(rules);
        return String.format(
                Locale.ROOT,
                "%s failed %d %s over %.1f s (%s)",
                name(own),
                own.failures(rules),
                run ? "times in a row" : "of the last " + rules.inconclusiveN() + " times",
                own.failingNanos(rules) / 1e9,
                own.outcome());
    }

    private static String name(Track track) {
        return track.observer().isEmpty() ? "check '" + track.check() + "'" : "observer " + track.observer();
    }
}
