package dev.mcp2026.identity.federation;

import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.trust.SpiffeId;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Federations as messages of the contract, which is also how the store keeps them.
public final class FederationCodec {
    private static final Base64.Encoder BODY = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final int MAX_PEM = 256 * 1024;

    private FederationCodec() {}

    public static dev.mcp2026.proto.identity.v1.Federation encode(Federation federation) {
        return message(federation).build();
    }

    /// With how it is doing.
    public static dev.mcp2026.proto.identity.v1.Federation encode(FederationStatus status) {
        dev.mcp2026.proto.identity.v1.Federation.Builder message = message(status.federation())
                .setSequence(status.sequence())
                .setNextFetch(timestamp(status.nextFetch()))
                .setError(status.error());
        status.fetched().ifPresent(at -> message.setFetched(timestamp(at)));
        return message.build();
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming the field
    public static Federation decode(dev.mcp2026.proto.identity.v1.Federation message) {
        Profile profile = switch (message.getProfile()) {
            case PROFILE_HTTPS_WEB -> Profile.HTTPS_WEB;
            case PROFILE_HTTPS_SPIFFE -> Profile.HTTPS_SPIFFE;
            case PROFILE_UNSPECIFIED, UNRECOGNIZED ->
                throw Faults.invalid("profile", "it is not set", "choose https_web or https_spiffe");
        };
        Optional<SpiffeId> endpointId = message.getEndpointSpiffeId().isEmpty()
                ? Optional.empty()
                : Optional.of(SpiffeId.parse(message.getEndpointSpiffeId()));
        return new Federation(
                message.getTrustDomain(),
                endpoint(message.getEndpoint()),
                profile,
                endpointId,
                certificates(message.getInitialBundle()));
    }

    private static dev.mcp2026.proto.identity.v1.Federation.Builder message(Federation federation) {
        return dev.mcp2026.proto.identity.v1.Federation.newBuilder()
                .setTrustDomain(federation.trustDomain())
                .setEndpoint(federation.endpoint().toString())
                .setProfile(
                        switch (federation.profile()) {
                            case HTTPS_WEB -> dev.mcp2026.proto.identity.v1.Federation.Profile.PROFILE_HTTPS_WEB;
                            case HTTPS_SPIFFE -> dev.mcp2026.proto.identity.v1.Federation.Profile.PROFILE_HTTPS_SPIFFE;
                        })
                .setEndpointSpiffeId(
                        federation.endpointId().map(SpiffeId::toString).orElse(""))
                .setInitialBundle(pem(federation.initialBundle()));
    }

    private static URI endpoint(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw Faults.invalid("endpoint", "it is not a URL", "give https://host/path");
        }
    }

    private static List<X509Certificate> certificates(String pem) {
        if (pem.length() > MAX_PEM) {
            throw Faults.limit("initialBundle", "it is longer than " + MAX_PEM + " characters", "give roots only");
        }
        if (pem.isBlank()) {
            return List.of();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                certificates.add((X509Certificate) one);
            }
        } catch (CertificateException unreadable) {
            throw Faults.invalid("initialBundle", "it is not PEM", "give certificates as -----BEGIN CERTIFICATE-----");
        }
        if (certificates.isEmpty()) {
            throw Faults.invalid(
                    "initialBundle", "there is no certificate in it", "give them as -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static String pem(List<X509Certificate> certificates) {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(BODY.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException("a certificate that was read can't be written", impossible);
            }
        }
        return pem.toString();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
