package dev.mcp2026.mcpctl.identity;

import com.google.protobuf.ByteString;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.JsonTree;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.identity.v1.Bundle;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Trust bundles, as rows, as PEM and as data.
final class BundleText {
    private static final int PEM_LINE_CHARS = 64;

    private BundleText() {}

    static Table table(List<Bundle> bundles, Instant now) {
        Table table = new Table(
                "TRUST DOMAIN", "WHOSE", "X.509 AUTHORITIES", "FIRST ENDS", "JWT KEYS", "SEQUENCE", "REFRESH");
        for (Bundle bundle : bundles) {
            table.row(
                    Cell.of(bundle.getTrustDomain()),
                    Cell.of(bundle.getOwn() ? "own" : "federated"),
                    Cell.of(Integer.toString(bundle.getX509AuthoritiesCount())),
                    firstEnd(bundle, now),
                    Cell.of(Integer.toString(jwtKeys(bundle))),
                    Cell.of(Long.toUnsignedString(bundle.getSequence())),
                    Cell.of(bundle.hasRefreshHint() ? Protobuf.text(bundle.getRefreshHint()) : "-"));
        }
        return table;
    }

    /// The X.509 authorities, each with a line before it that says whose it is.
    static String pem(Bundle bundle) {
        StringBuilder pem = new StringBuilder();
        for (ByteString authority : bundle.getX509AuthoritiesList()) {
            pem.append("# ")
                    .append(Cell.clean(bundle.getTrustDomain()))
                    .append('\n')
                    .append(pem(authority));
        }
        return pem.toString();
    }

    static Map<String, Object> tree(Bundle bundle) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("trustDomain", bundle.getTrustDomain());
        tree.put("own", bundle.getOwn());
        tree.put("sequence", bundle.getSequence());
        Protobuf.put(tree, "refreshHint", bundle.hasRefreshHint(), bundle.getRefreshHint());
        tree.put(
                "x509Authorities",
                bundle.getX509AuthoritiesList().stream().map(BundleText::tree).toList());
        tree.put(
                "intermediates",
                bundle.getIntermediatesList().stream().map(BundleText::tree).toList());
        tree.put("jwtAuthorities", jwks(bundle).orElse(Map.of("keys", List.of())));
        return tree;
    }

    private static Map<String, Object> tree(ByteString der) {
        Map<String, Object> tree = new LinkedHashMap<>();
        certificate(der).ifPresent(certificate -> {
            tree.put("subject", certificate.getSubjectX500Principal().getName());
            tree.put("serial", certificate.getSerialNumber().toString(16));
            tree.put("notAfter", certificate.getNotAfter().toInstant().toString());
        });
        tree.put("pem", pem(der));
        return tree;
    }

    private static Cell firstEnd(Bundle bundle, Instant now) {
        Optional<Instant> end = bundle.getX509AuthoritiesList().stream()
                .map(BundleText::certificate)
                .flatMap(Optional::stream)
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo);
        if (end.isEmpty()) {
            return Cell.of("-");
        }
        return end.get().isAfter(now)
                ? Cell.of(Times.in(end.get(), now))
                : new Cell("ended " + Times.ago(end.get(), now), Tone.BAD);
    }

    private static int jwtKeys(Bundle bundle) {
        return jwks(bundle)
                .map(tree -> tree instanceof Map<?, ?> set && set.get("keys") instanceof List<?> keys ? keys.size() : 0)
                .orElse(0);
    }

    private static Optional<Object> jwks(Bundle bundle) {
        return JsonTree.parse(bundle.getJwtAuthorities().toByteArray());
    }

    private static Optional<X509Certificate> certificate(ByteString der) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toByteArray())));
        } catch (CertificateException e) {
            // Shown without what it would have said; the bytes are there all the same.
            return Optional.empty();
        }
    }

    private static String pem(ByteString der) {
        byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
        String base64 = Base64.getMimeEncoder(PEM_LINE_CHARS, newLine).encodeToString(der.toByteArray());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }
}
