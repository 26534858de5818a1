package dev.mcp2026.identity.shared;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.identity.shared.SharedKey.Kind;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.spiffe.X509SvidRules;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What the caches share: trust bundles and intermediate certificates, both by tenant and trust domain. A tenant's are
/// its own: what is put for one is never another's answer.
public final class SharedBundles {
    private final SignedCache cache;
    private final InstantSource clock;

    public SharedBundles(SignedCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
    }

    public Optional<TrustBundle> bundle(TenantId tenant, String trustDomain) {
        SharedKey key = new SharedKey(tenant, Kind.BUNDLE, trustDomain);
        Optional<byte[]> document = cache.get(key);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(BundleDocument.parse(trustDomain, document.get()));
        } catch (FaultException unreadable) {
            cache.refuse(key, Refusal.UNREADABLE);
            return Optional.empty();
        }
    }

    /// @return false if it was not stored; see [SignedCache#put]
    public boolean putBundle(TenantId tenant, TrustBundle bundle) {
        return cache.put(
                new SharedKey(tenant, Kind.BUNDLE, bundle.trustDomain()),
                BundleDocument.write(bundle).getBytes(StandardCharsets.UTF_8),
                firstEnd(bundle.x509Authorities()));
    }

    /// Issuers below the trust domain's authorities; empty also where none is known.
    public List<X509Certificate> intermediates(TenantId tenant, String trustDomain) {
        SharedKey key = new SharedKey(tenant, Kind.INTERMEDIATE, trustDomain);
        Optional<byte[]> message = cache.get(key);
        if (message.isEmpty()) {
            return List.of();
        }
        try {
            List<X509Certificate> certificates =
                    SignerCheck.certificates(Bundle.parseFrom(message.get()).getIntermediatesList().stream()
                            .map(ByteString::toByteArray)
                            .toList());
            certificates.forEach(X509SvidRules::signing);
            return certificates;
        } catch (InvalidProtocolBufferException | CertificateException | FaultException unreadable) {
            cache.refuse(key, Refusal.UNREADABLE);
            return List.of();
        }
    }

    /// @return false if they were not stored; see [SignedCache#put]
    public boolean putIntermediates(TenantId tenant, String trustDomain, List<X509Certificate> certificates) {
        Bundle.Builder message = Bundle.newBuilder().setTrustDomain(trustDomain);
        try {
            for (X509Certificate each : certificates) {
                message.addIntermediates(ByteString.copyFrom(each.getEncoded()));
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed can't be encoded", e);
        }
        return cache.put(
                new SharedKey(tenant, Kind.INTERMEDIATE, trustDomain),
                message.build().toByteArray(),
                firstEnd(certificates));
    }

    public void removeBundle(TenantId tenant, String trustDomain) {
        cache.remove(new SharedKey(tenant, Kind.BUNDLE, trustDomain));
    }

    /// When the first of those that are valid ends. One that has ended already says nothing of how long the others may
    /// be cached: a bundle keeps an old authority for a while.
    private Instant firstEnd(List<X509Certificate> certificates) {
        Instant now = clock.instant();
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }
}
