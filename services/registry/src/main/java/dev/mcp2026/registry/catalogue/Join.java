package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.registry.health.Verdict;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The join of the CRDT, pure: each register takes the value with the higher stamp. One writer per
/// record makes equal
/// stamps with different values impossible but for a writer that lost its memory; then a tombstone
/// wins, and between
/// two values the one that reads larger, so that all replicas still agree.
final class Join {
    /// The same whichever registration came first, so that replicas agree.
    private static final Verdict NOT_TOLD = Verdict.unknown(Instant.EPOCH);

    private Join() {}

    /// @param current null: unknown here so far
    /// @param revision the local revision to give to what changes
    /// @return the joined entry; `current` itself (the same object, or null) if the delta brings
    ///     nothing new
    static @Nullable Entry join(@Nullable Entry current, Delta delta, long revision) {
        if (current == null) {
            return delta.carriesRegistration() ? first(delta, revision) : null;
        }
        boolean takeRegistration = delta.carriesRegistration() && registrationWins(current, delta);
        Verdict incoming = delta.verdict();
        boolean takeVerdict = incoming != null && verdictWins(current, delta, incoming);
        if (!takeRegistration && !takeVerdict) {
            return current;
        }
        return new Entry(
                current.key(),
                takeRegistration ? delta.registration() : current.registration(),
                takeRegistration ? delta.registrationStamp() : current.registrationStamp(),
                takeVerdict && incoming != null ? incoming : current.verdict(),
                takeVerdict ? delta.verdictStamp() : current.verdictStamp(),
                takeRegistration ? revision : current.registrationRevision(),
                takeVerdict ? revision : current.verdictRevision(),
                revision);
    }

    private static Entry first(Delta delta, long revision) {
        Verdict verdict = delta.verdict();
        return new Entry(
                delta.key(),
                delta.registration(),
                delta.registrationStamp(),
                verdict == null ? NOT_TOLD : verdict,
                verdict == null ? HlcTimestamp.ZERO : delta.verdictStamp(),
                revision,
                revision,
                revision);
    }

    private static boolean registrationWins(Entry current, Delta delta) {
        int order = delta.registrationStamp().compareTo(current.registrationStamp());
        if (order != 0) {
            return order > 0;
        }
        if (current.deleted() || delta.deleted()) {
            return delta.deleted() && !current.deleted();
        }
        return canonical(delta.registration()).compareTo(canonical(current.registration())) > 0;
    }

    /// A text that is the same in every process; the order of an immutable map's entries is not.
    private static String canonical(@Nullable Registration registration) {
        if (registration == null) {
            return "";
        }
        return registration.endpoints() + "|" + registration.region() + "|" + registration.zone() + "|"
                + new TreeMap<>(registration.labels()) + "|" + registration.checks() + "|" + registration.lease();
    }

    private static boolean verdictWins(Entry current, Delta delta, Verdict incoming) {
        int order = delta.verdictStamp().compareTo(current.verdictStamp());
        return order != 0
                ? order > 0
                : incoming.toString().compareTo(current.verdict().toString()) > 0;
    }
}
