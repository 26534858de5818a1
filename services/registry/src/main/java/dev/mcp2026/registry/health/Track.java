package dev.mcp2026.registry.health;

import java.time.Instant;

/// The outcomes that one check, or one other observer, has seen. K failures of the last N decide; a run of
/// failures that is longer than N counts from its start.
///
/// @param check name of the check; empty for another observer
/// @param observer empty for this cell's own checks
/// @param reached some failure of this run came from the host itself, or after a handshake with it
/// @param at wall clock time of the last outcome
/// @param atNanos when the last outcome was known; monotonic
/// @param fails failures in a row
/// @param conclusive of them, those in which the target itself said no
/// @param sinceNanos start of the first failure of this run
/// @param recent failures among the last outcomes, successes between them or not
/// @param oks successes in a row
/// @param okNanos when it last succeeded; meaningless unless `everOk`
/// @param unmade the last probe could not be made here: it says nothing about the target
record Track(
        EvidenceKind kind,
        String observer,
        String check,
        Outcome outcome,
        boolean reached,
        String detail,
        Instant at,
        long atNanos,
        int fails,
        int conclusive,
        long sinceNanos,
        Recent recent,
        int oks,
        boolean everOk,
        long okNanos,
        boolean unmade) {

    static Track untried(EvidenceKind kind, String observer, String check) {
        return new Track(
                kind,
                observer,
                check,
                Outcome.OK,
                false,
                "",
                Instant.EPOCH,
                0,
                0,
                0,
                0,
                Recent.NONE,
                0,
                false,
                0,
                false);
    }

    /// @param now when it was known; for another observer's report, when that observer saw it
    Track saw(Outcome seen, boolean hostAnswered, String said, long startedNanos, Moment now, HealthRules rules) {
        return seen == Outcome.OK
                ? succeeded(said, now, rules)
                : failed(seen, hostAnswered, said, startedNanos, now, rules);
    }

    private Track succeeded(String said, Moment now, HealthRules rules) {
        return new Track(
                kind,
                observer,
                check,
                Outcome.OK,
                false,
                said,
                now.wall(),
                now.nanos(),
                0,
                0,
                0,
                recent.ok(rules.windowN()),
                oks + 1,
                true,
                now.nanos(),
                false);
    }

    private Track failed(
            Outcome seen, boolean hostAnswered, String said, long startedNanos, Moment now, HealthRules rules) {
        // Before it was ever up, a refusal may just mean that it is still starting.
        boolean says = seen == Outcome.UNHEALTHY || (seen == Outcome.REFUSED && everOk);
        return new Track(
                kind,
                observer,
                check,
                seen,
                reached || hostAnswered,
                said,
                now.wall(),
                now.nanos(),
                fails + 1,
                conclusive + (says ? 1 : 0),
                fails == 0 ? startedNanos : sinceNanos,
                recent.failed(says, startedNanos, rules.windowN()),
                0,
                everOk,
                okNanos,
                false);
    }

    /// No probe left this observer, for a reason that the next one will meet again.
    Track unmade(Outcome seen, String why, Moment now) {
        return new Track(
                kind,
                observer,
                check,
                seen,
                false,
                why,
                now.wall(),
                now.nanos(),
                0,
                0,
                0,
                Recent.NONE,
                0,
                everOk,
                okNanos,
                true);
    }

    /// It came up again: what it failed before is atoned for.
    Track recovered() {
        return new Track(
                kind,
                observer,
                check,
                outcome,
                reached,
                detail,
                at,
                atNanos,
                fails,
                conclusive,
                sinceNanos,
                Recent.NONE,
                oks,
                everOk,
                okNanos,
                unmade);
    }

    boolean tried() {
        return fails > 0 || oks > 0;
    }

    boolean ok() {
        return oks > 0;
    }

    boolean failing() {
        return fails > 0;
    }

    /// Failures that count: in this run, or among the last N.
    int failures(HealthRules rules) {
        return Math.max(fails, recent.fails(rules.inconclusiveN()));
    }

    /// Of these, those in which the target itself said no.
    int refusals(HealthRules rules) {
        return Math.max(conclusive, recent.said(rules.conclusiveN()));
    }

    /// From the start of the first failure that counts to the last one's end.
    long failingNanos(HealthRules rules) {
        return atNanos - Math.min(sinceNanos, recent.sinceNanos(rules.inconclusiveN(), sinceNanos));
    }

    boolean refuses(HealthRules rules) {
        return failing() && refusals(rules) >= rules.conclusiveK();
    }

    /// Silent often and long enough, where `k` failures are asked for.
    boolean lost(int k, HealthRules rules) {
        return failing()
                && failures(rules) >= k
                && failingNanos(rules) >= rules.inconclusiveSpan().toNanos();
    }

    boolean fresh(long nowNanos, HealthRules rules) {
        return nowNanos - atNanos < rules.reportFresh().toNanos();
    }

    Evidence evidence(String self) {
        String who = observer.isEmpty() ? self : observer;
        return new Evidence(kind, who, check, outcome, detail, at, Math.max(1, Math.max(fails, oks)));
    }
}
