package dev.mcp2026.registry.health;

import java.time.Instant;

/// The run of outcomes that one check, or one other observer, has seen.
///
/// @param check name of the check; empty for another observer
/// @param observer empty for this cell's own checks
/// @param reached some failure of this run came from the host itself, or after a handshake with it
/// @param atNanos when the last outcome was known; monotonic
/// @param fails failures in a row
/// @param conclusive of them, those in which the target itself said no
/// @param sinceNanos start of the first failure of this run
/// @param oks successes in a row
/// @param okNanos when it last succeeded; meaningless unless `everOk`
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
        int oks,
        boolean everOk,
        long okNanos) {

    static Track untried(EvidenceKind kind, String observer, String check) {
        return new Track(kind, observer, check, Outcome.OK, false, "", Instant.EPOCH, 0, 0, 0, 0, 0, false, 0);
    }

    Track saw(Outcome seen, boolean hostAnswered, String said, long startedNanos, Moment now) {
        if (seen == Outcome.OK) {
            return new Track(
                    kind,
                    observer,
                    check,
                    seen,
                    false,
                    said,
                    now.wall(),
                    now.nanos(),
                    0,
                    0,
                    0,
                    oks + 1,
                    true,
                    now.nanos());
        }
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
                0,
                everOk,
                okNanos);
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

    boolean refuses(HealthRules rules) {
        return conclusive >= rules.conclusiveK();
    }

    /// Silent often and long enough, where `k` failures are asked for.
    boolean lost(int k, HealthRules rules) {
        return fails >= k && atNanos - sinceNanos >= rules.inconclusiveSpan().toNanos();
    }

    boolean fresh(long nowNanos, HealthRules rules) {
        return nowNanos - atNanos < rules.reportFresh().toNanos();
    }

    Evidence evidence(String self) {
        String who = observer.isEmpty() ? self : observer;
        return new Evidence(kind, who, check, outcome, detail, at, Math.max(fails, oks));
    }
}
