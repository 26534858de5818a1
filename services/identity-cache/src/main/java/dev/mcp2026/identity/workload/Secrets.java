package dev.mcp2026.identity.workload;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.mcp2026.proto.envoy.tls.CertificateValidationContext;
import dev.mcp2026.proto.envoy.tls.DataSource;
import dev.mcp2026.proto.envoy.tls.SPIFFECertValidatorConfig;
import dev.mcp2026.proto.envoy.tls.Secret;
import dev.mcp2026.proto.envoy.tls.TlsCertificate;
import dev.mcp2026.proto.envoy.tls.TypedExtensionConfig;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a workload has, by the names that SPIRE's agent gives it in Envoy's SDS:
///
/// | name | secret |
/// | --- | --- |
/// | a SPIFFE ID | that SVID, with its key |
/// | `default` | the first SVID |
/// | `spiffe://<trust domain>` | the bundle of the trust domain |
/// | `ROOTCA` | the bundle of the own trust domain |
/// | `ALL` | all bundles, in Envoy's SPIFFE validator, which checks each SVID with its own trust domain's |
record Secrets(WorkloadUpdate update) {
    static final String DEFAULT = "default";
    static final String ROOT = "ROOTCA";
    static final String ALL = "ALL";
    private static final String VALIDATOR = "envoy.tls.cert_validator.spiffe";
    private static final int VERSION_BYTES = 16;

    /// Names of all that the workload has, without second names for the same.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        bundles().forEach(bundle -> names.add(idOf(bundle)));
        update.svids().forEach(svid -> names.add(svid.svid().id().toString()));
        return names;
    }

    Optional<VersionedSecret> find(String name) {
        return switch (name) {
            case DEFAULT -> update.svids().stream().findFirst().map(first -> certificate(name, first.svid()));
            case ROOT -> Optional.of(authorities(name, update.own()));
            case ALL -> Optional.of(validator(name));
            default -> named(name);
        };
    }

    private Optional<VersionedSecret> named(String name) {
        Optional<VersionedSecret> bundle =
                bundles().filter(each -> idOf(each).equals(name)).findFirst().map(each -> authorities(name, each));
        return bundle.or(() -> update.svids().stream()
                .map(WorkloadSvid::svid)
                .filter(svid -> svid.id().toString().equals(name))
                .findFirst()
                .map(svid -> certificate(name, svid)));
    }

    private Stream<TrustBundle> bundles() {
        return Stream.concat(Stream.of(update.own()), update.federated().stream());
    }

    private static String idOf(TrustBundle bundle) {
        return new SpiffeId(bundle.trustDomain(), List.of()).toString();
    }

    private static VersionedSecret certificate(String name, Svid svid) {
        DataSource chain = pem(svid.chain());
        TlsCertificate certificate = TlsCertificate.newBuilder()
                .setCertificateChain(chain)
                .setPrivateKey(inline(Pem.of(svid.key())))
                .build();
        // The chain has the key's public half, so its version is the key's too, and no digest of a key leaves here.
        return new VersionedSecret(
                name,
                version(chain.toByteString()),
                Secret.newBuilder().setName(name).setTlsCertificate(certificate).build());
    }

    private static VersionedSecret authorities(String name, TrustBundle bundle) {
        return context(
                name,
                CertificateValidationContext.newBuilder()
                        .setTrustedCa(pem(bundle.x509Authorities()))
                        .build());
    }

    private VersionedSecret validator(String name) {
        SPIFFECertValidatorConfig.Builder config = SPIFFECertValidatorConfig.newBuilder();
        bundles()
                .sorted(Comparator.comparing(TrustBundle::trustDomain))
                .map(bundle -> SPIFFECertValidatorConfig.TrustDomain.newBuilder()
                        .setName(bundle.trustDomain())
                        .setTrustBundle(pem(bundle.x509Authorities())))
                .forEach(config::addTrustDomains);
        return context(
                name,
                CertificateValidationContext.newBuilder()
                        .setCustomValidatorConfig(TypedExtensionConfig.newBuilder()
                                .setName(VALIDATOR)
                                .setTypedConfig(Any.pack(config.build())))
                        .build());
    }

    private static VersionedSecret context(String name, CertificateValidationContext context) {
        return new VersionedSecret(
                name,
                version(context.toByteString()),
                Secret.newBuilder().setName(name).setValidationContext(context).build());
    }

    /// One version for several secrets together.
    static String version(List<VersionedSecret> secrets) {
        StringBuilder all = new StringBuilder();
        secrets.forEach(each ->
                all.append(each.name()).append('\n').append(each.version()).append('\n'));
        return version(ByteString.copyFromUtf8(all.toString()));
    }

    private static String version(ByteString content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.toByteArray());
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static DataSource pem(List<X509Certificate> certificates) {
        try {
            return inline(Pem.of(certificates));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was parsed can't be encoded", e);
        }
    }

    private static DataSource inline(String text) {
        return DataSource.newBuilder()
                .setInlineBytes(ByteString.copyFromUtf8(text))
                .build();
    }
}
