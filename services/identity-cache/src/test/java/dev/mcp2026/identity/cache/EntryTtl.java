package dev.mcp2026.identity.cache;

import dev.mcp2026.identity.entry.Entry;
import java.time.Duration;
import java.util.Optional;

/// Entries with times of their own.
final class EntryTtl {
    private EntryTtl() {}

    static Entry x509(Entry entry, Duration ttl) {
        return with(entry, Optional.of(ttl), entry.jwtTtl());
    }

    static Entry jwt(Entry entry, Duration ttl) {
        return with(entry, entry.x509Ttl(), Optional.of(ttl));
    }

    private static Entry with(Entry entry, Optional<Duration> x509, Optional<Duration> jwt) {
        return new Entry(
                entry.key(),
                entry.id(),
                entry.selectors(),
                x509,
                jwt,
                entry.dnsNames(),
                entry.hint(),
                entry.federatesWith(),
                entry.fixed(),
                entry.changed());
    }
}
