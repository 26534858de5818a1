package dev.mcp2026.identity.federation;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// When to fetch one trust domain's bundle.
///
/// @param next time of the next fetch
/// @param interval pause after a success, from the bundle's hint
/// @param failures since the last success
/// @param lastAttempt `Instant.MIN` if none
record FetchSchedule(Instant next, Duration interval, int failures, Instant lastAttempt) {
    /// Further doublings would leave the range of any interval.
    private static final int MAX_DOUBLINGS = 20;

    /// At once.
    static FetchSchedule first(FetchRules rules, Duration hint, Instant now) {
        return new FetchSchedule(now, rules.bounded(hint), 0, Instant.MIN);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next) || wentBack(now);
    }

    /// The clock did, since the last attempt: by how much says nothing of when to try again.
    private boolean wentBack(Instant now) {
        return now.isBefore(lastAttempt);
    }

    /// Whether it may be fetched out of turn. A stranger's SVID of an unknown key may ask for it, so it has a limit.
    boolean mayRefresh(FetchRules rules, Instant now) {
        return lastAttempt.equals(Instant.MIN) || wentBack(now) || !now.isBefore(lastAttempt.plus(rules.refreshGap()));
    }

    FetchSchedule succeeded(FetchRules rules, Duration hint, Instant now) {
        Duration pause = rules.bounded(hint);
        return new FetchSchedule(now.plus(pause), pause, 0, now);
    }

    /// Sooner than the usual interval at first, since a bundle may be missing or keys about to change, then
    /// ever later up to that interval, which the specification asks for (SPIFFE Federation, section 6.2). Half
    /// of the pause is random, so that all who lost an endpoint don't come back to it together.
    FetchSchedule failed(FetchRules rules, RandomGenerator random, Instant now) {
        Duration full = rules.shortest().multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        long bound = (full.compareTo(interval) < 0 ? full : interval).toMillis();
        long pause = bound - random.nextLong(bound / 2 + 1);
        return new FetchSchedule(now.plusMillis(pause), interval, failures + 1, now);
    }
}
