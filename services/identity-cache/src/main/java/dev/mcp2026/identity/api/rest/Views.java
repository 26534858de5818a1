package dev.mcp2026.identity.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.operations.Explanation;
import dev.mcp2026.proto.identity.v1.Federation;
import dev.mcp2026.wire.Times;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers as JSON.
public final class Views {
    private static final int HEX = 16;

    private Views() {}

    /// A page of entries.
    public record EntryPage(
            List<EntryBody> entries,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String nextPageToken) {}

    /// A page of SVIDs.
    public record SvidPage(
            List<SvidView> svids,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String nextPageToken) {}

    /// One SVID, without its key.
    public record SvidView(
            String tenant,
            String entry,
            String spiffeId,
            String serial,
            Instant notBefore,
            Instant notAfter,
            Instant renewAt,
            int subscribers,
            List<String> issuers,
            String state) {
        static SvidView of(SvidCache.Cached cached) {
            X509Certificate leaf = cached.issued().svid().leaf();
            return new SvidView(
                    cached.entry().tenant().value(),
                    cached.entry().key().name(),
                    cached.entry().id().toString(),
                    leaf.getSerialNumber().toString(HEX),
                    leaf.getNotBefore().toInstant(),
                    leaf.getNotAfter().toInstant(),
                    cached.renewAt(),
                    cached.subscribers(),
                    cached.issued().svid().chain().stream()
                            .map(one -> one.getIssuerX500Principal().getName())
                            .toList(),
                    cached.stale() ? "STALE" : "FRESH");
        }
    }

    /// The answer to why.
    public record WhyView(
            String subject,
            String verdict,
            List<String> selectors,
            List<MatchView> matches,
            List<SvidView> svids,
            UpstreamView upstream,
            List<String> notes) {
        static WhyView of(Explanation explanation) {
            var upstream = explanation.upstream();
            return new WhyView(
                    explanation.subject(),
                    explanation.verdict(),
                    explanation.selectors().stream().map(Selector::toString).toList(),
                    explanation.matches().stream()
                            .map(match -> new MatchView(
                                    EntryBody.of(match.entry()),
                                    match.matches(),
                                    match.missing().stream()
                                            .sorted()
                                            .map(Selector::toString)
                                            .toList()))
                            .toList(),
                    explanation.svids().stream().map(SvidView::of).toList(),
                    new UpstreamView(upstream.kind().name(), upstream.available(), upstream.since(), upstream.detail()),
                    explanation.notes());
        }
    }

    /// An entry that counts, or lacks little.
    public record MatchView(EntryBody entry, boolean matches, List<String> missing) {}

    /// The authority.
    public record UpstreamView(String kind, boolean available, Instant since, String detail) {}

    /// What a rotation did.
    public record Rotated(int rotated) {}

    /// A federation and how it is doing.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FederationView(
            String trustDomain,
            String endpoint,
            String profile,
            @Nullable String endpointSpiffeId,
            long sequence,
            @Nullable Instant fetched,
            @Nullable Instant nextFetch,
            @Nullable String error) {
        static FederationView of(Federation one) {
            return new FederationView(
                    one.getTrustDomain(),
                    one.getEndpoint(),
                    one.getProfile().name().substring("PROFILE_".length()).toLowerCase(java.util.Locale.ROOT),
                    one.getEndpointSpiffeId().isEmpty() ? null : one.getEndpointSpiffeId(),
                    one.getSequence(),
                    one.hasFetched() ? Times.instant(one.getFetched()) : null,
                    one.hasNextFetch() ? Times.instant(one.getNextFetch()) : null,
                    one.getError().isEmpty() ? null : one.getError());
        }
    }

    /// A federation to be.
    public record FederationBody(
            @Nullable String endpoint,
            @Nullable String profile,
            @Nullable String endpointSpiffeId,
            @Nullable String initialBundle) {}
}
