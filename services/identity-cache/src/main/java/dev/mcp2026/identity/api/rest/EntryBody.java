package dev.mcp2026.identity.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.servicekit.http.Durations;
import dev.mcp2026.trust.SpiffeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An entry as JSON; tenant and name come from the path.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "A registration entry: a process that has all of the selectors gets the SPIFFE ID")
public record EntryBody(
        @Nullable String tenant,
        @Nullable String name,

        @Schema(examples = "spiffe://mcp2026.local/tenant/default/workload/web") @Nullable
        String spiffeId,

        @Schema(examples = "unix:uid:1000") @Nullable List<String> selectors,
        @Schema(examples = "1h") @Nullable String x509Ttl,
        @Schema(examples = "5m") @Nullable String jwtTtl,
        @Nullable List<String> dnsNames,
        @Nullable String hint,
        @Nullable List<String> federatesWith,
        @Nullable Boolean fixed,
        @Nullable Instant changed) {

    static EntryBody of(Entry entry) {
        return new EntryBody(
                entry.tenant().value(),
                entry.key().name(),
                entry.id().toString(),
                entry.selectors().stream().sorted().map(Selector::toString).toList(),
                entry.x509Ttl().map(Durations::format).orElse(null),
                entry.jwtTtl().map(Durations::format).orElse(null),
                entry.dnsNames(),
                entry.hint(),
                entry.federatesWith(),
                entry.fixed(),
                entry.changed());
    }

    Entry toEntry(EntryName key, Instant now) {
        if (spiffeId == null) {
            throw Faults.invalid("spiffeId", "there is none", "write spiffe://trust-domain/path");
        }
        if (tenant != null && !tenant.equals(key.tenant().value()) || name != null && !name.equals(key.name())) {
            throw Faults.invalid("name", "the body names another entry than the path", "leave it out of the body");
        }
        if (Boolean.TRUE.equals(fixed)) {
            throw Faults.invalid("fixed", "only the configuration has fixed entries", "leave it out");
        }
        return new Entry(
                key,
                SpiffeId.parse(spiffeId),
                EntryCodec.selectors(list(selectors)),
                ttl("x509Ttl", x509Ttl),
                ttl("jwtTtl", jwtTtl),
                list(dnsNames),
                hint == null ? "" : hint,
                list(federatesWith),
                false,
                now);
    }

    private static List<String> list(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }

    private static Optional<Duration> ttl(String field, @Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(Durations.parse(field, text));
    }
}
