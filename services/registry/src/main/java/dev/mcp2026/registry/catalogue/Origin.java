package dev.mcp2026.registry.catalogue;

import dev.mcp2026.registry.health.HealthState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What this cell keeps per owner cell: counts for `mcpctl cells`, the digest for anti-entropy,
/// and since when the
/// owner has been silent. Guarded by the catalogue's lock, but for the
/// silence, which anyone may read.
final class Origin {
    private final long[] perState = new long[HealthState.values().length];
    private final Digest digest = new Digest();
    private volatile @Nullable Instant staleSince;

    void add(Entry entry) {
        digest.toggle(entry);
        if (!entry.deleted()) {
            perState[entry.state().ordinal()]++;
        }
    }

    void remove(Entry entry) {
        digest.toggle(entry);
        if (!entry.deleted()) {
            perState[entry.state().ordinal()]--;
        }
    }

    long[] digest() {
        return digest.buckets();
    }

    @Nullable
    Instant staleSince() {
        return staleSince;
    }

    void staleSince(@Nullable Instant since) {
        staleSince = since;
    }

    OriginSummary summary() {
        long live = 0;
        for (long count : perState) {
            live += count;
        }
        return new OriginSummary(
                live,
                perState[HealthState.UP.ordinal()],
                perState[HealthState.SUSPECT.ordinal()],
                perState[HealthState.DOWN.ordinal()],
                staleSince);
    }
}
