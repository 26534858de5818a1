package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What is known of one federation at one moment.
///
/// @param bundle the last good one; empty until the first
/// @param fetched when it came from its endpoint; empty if by another way
/// @param error why the last attempt failed; empty when it succeeded
record Relationship(
        Federation federation,
        Optional<TrustBundle> bundle,
        Optional<Instant> fetched,
        FetchSchedule schedule,
        String error) {

    static Relationship start(Federation federation, Optional<TrustBundle> bundle, FetchRules rules, Instant now) {
        var hint = bundle.map(TrustBundle::refreshHint).orElse(BundleDocument.DEFAULT_REFRESH_HINT);
        return new Relationship(federation, bundle, Optional.empty(), FetchSchedule.first(rules, hint, now), "");
    }

    /// @throws dev.mcp2026.kernel.error.FaultException PRECONDITION_FAILED for a bundle older than the one at hand,
    ///     as a cache in between or a server restored from a backup would serve it: it may name revoked keys
    Relationship succeeded(TrustBundle fresh, FetchRules rules, Instant now) {
        long before = bundle.map(TrustBundle::sequence).orElse(BundleDocument.NO_SEQUENCE);
        if (fresh.sequence() != BundleDocument.NO_SEQUENCE && fresh.sequence() < before) {
            throw Faults.of(
                    FaultKind.PRECONDITION_FAILED,
                    "the bundle of " + federation.trustDomain() + " has sequence " + fresh.sequence() + " after "
                            + before,
                    "have its endpoint serve the newest; put the federation with a new initial bundle to start anew");
        }
        return new Relationship(
                federation,
                Optional.of(fresh),
                Optional.of(now),
                schedule.succeeded(rules, fresh.refreshHint(), now),
                "");
    }

    Relationship failed(String why, FetchRules rules, RandomGenerator random, Instant now) {
        return new Relationship(federation, bundle, fetched, schedule.failed(rules, random, now), why);
    }

    FederationStatus status() {
        long sequence = bundle.map(TrustBundle::sequence).orElse(BundleDocument.NO_SEQUENCE);
        return new FederationStatus(federation, fetched, sequence, schedule.next(), error);
    }
}
