package dev.mcp2026.identity.api.grpc;

import com.google.protobuf.ByteString;
import dev.mcp2026.identity.authority.UpstreamStatus;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.operations.Explanation;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.EntryMatch;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.SvidInfo;
import dev.mcp2026.proto.identity.v1.Upstream;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.wire.Times;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the operations answer, as messages.
final class IdentityCodec {
    private static final int HEX = 16;

    private IdentityCodec() {}

    static SvidInfo svid(SvidCache.Cached cached) {
        List<X509Certificate> chain = cached.issued().svid().chain();
        X509Certificate leaf = chain.getFirst();
        SvidInfo.Builder message = SvidInfo.newBuilder()
                .setTenant(cached.entry().tenant().value())
                .setEntry(cached.entry().key().name())
                .setSpiffeId(cached.entry().id().toString())
                .setSerial(leaf.getSerialNumber().toString(HEX))
                .setNotBefore(Times.encode(leaf.getNotBefore().toInstant()))
                .setNotAfter(Times.encode(leaf.getNotAfter().toInstant()))
                .setRenewAt(Times.encode(cached.renewAt()))
                .setSubscribers(cached.subscribers())
                .setState(cached.stale() ? "STALE" : "FRESH")
                .setChainBytes(chain.stream().mapToInt(one -> der(one).size()).sum());
        chain.forEach(one -> message.addIssuers(one.getIssuerX500Principal().getName()));
        return message.build();
    }

    static Bundle bundle(TrustBundle bundle, boolean own, List<X509Certificate> intermediates) {
        Bundle.Builder message = Bundle.newBuilder()
                .setTrustDomain(bundle.trustDomain())
                .setJwtAuthorities(ByteString.copyFromUtf8(BundleDocument.jwks(bundle)))
                .setSequence(bundle.sequence())
                .setRefreshHint(Times.encode(bundle.refreshHint()))
                .setOwn(own);
        bundle.x509Authorities().forEach(one -> message.addX509Authorities(der(one)));
        intermediates.forEach(one -> message.addIntermediates(der(one)));
        return message.build();
    }

    static ByteString der(X509Certificate certificate) {
        try {
            return ByteString.copyFrom(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    static ExplainResponse explanation(Explanation explanation) {
        ExplainResponse.Builder message = ExplainResponse.newBuilder()
                .setSubject(explanation.subject())
                .setVerdict(explanation.verdict())
                .addAllNotes(explanation.notes())
                .setUpstream(upstream(explanation.upstream()));
        explanation.selectors().forEach(selector -> message.addSelectors(selector.toString()));
        for (Explanation.Match match : explanation.matches()) {
            EntryMatch.Builder one = EntryMatch.newBuilder()
                    .setEntry(EntryCodec.encode(match.entry()))
                    .setMatches(match.matches());
            match.missing().stream().sorted().map(Selector::toString).forEach(one::addMissing);
            message.addMatches(one);
        }
        explanation.svids().forEach(cached -> message.addSvids(svid(cached)));
        return message.build();
    }

    private static Upstream upstream(UpstreamStatus status) {
        return Upstream.newBuilder()
                .setKind(status.kind().name())
                .setAvailable(status.available())
                .setSince(Times.encode(status.since()))
                .setDetail(status.detail())
                .build();
    }
}
