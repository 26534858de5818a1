package dev.mcp2026.spiffe;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate to be, with any mistake a test wants.
final class Draft {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final AtomicLong SERIAL = new AtomicLong();

    /// A certificate and its key.
    record Node(X509Certificate certificate, KeyPair keys) {}

    private String subject;
    private KeyPair keys;
    private Node issuer;
    private Instant from = NOW.minus(Duration.ofHours(1));
    private Instant until = NOW.plus(Duration.ofHours(1));
    private BasicConstraints constraints;
    private Integer usage;
    private boolean usageCritical = true;
    private KeyPurposeId[] purposes = {};
    private GeneralName[] names = {};
    private boolean namesCritical;

    /// A valid leaf, before anything is made wrong.
    static Draft leaf(String id) {
        Draft draft = new Draft();
        draft.subject = "O=test,CN=leaf";
        draft.constraints = new BasicConstraints(false);
        draft.usage = KeyUsage.digitalSignature;
        draft.purposes = new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        return draft.uris(id);
    }

    /// A valid signing certificate, self-signed unless an issuer is set.
    static Draft signing(String name, String... id) {
        Draft draft = new Draft();
        draft.subject = "O=test,CN=" + name;
        draft.constraints = new BasicConstraints(true);
        draft.usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        draft.until = NOW.plus(Duration.ofDays(365));
        return draft.uris(id);
    }

    Draft by(Node other) {
        issuer = other;
        return this;
    }

    Draft keys(KeyPair other) {
        keys = other;
        return this;
    }

    Draft subject(String name) {
        subject = name;
        return this;
    }

    Draft valid(Instant start, Instant end) {
        from = start;
        until = end;
        return this;
    }

    Draft constraints(BasicConstraints other) {
        constraints = other;
        return this;
    }

    Draft usage(Integer bits) {
        usage = bits;
        return this;
    }

    Draft usageNotCritical() {
        usageCritical = false;
        return this;
    }

    Draft purposes(KeyPurposeId... other) {
        purposes = other;
        return this;
    }

    Draft uris(String... uris) {
        names = Arrays.stream(uris)
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new);
        return this;
    }

    Draft names(GeneralName... other) {
        names = other;
        return this;
    }

    Draft namesCritical() {
        namesCritical = true;
        return this;
    }

    Node sign() throws Exception {
        KeyPair own = keys == null ? newKeys("secp256r1") : keys;
        X500Name issuerName = issuer == null
                ? new X500Name(subject)
                : X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded());
        var builder = new JcaX509v3CertificateBuilder(
                issuerName,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                own.getPublic());
        if (constraints != null) {
            builder.addExtension(Extension.basicConstraints, true, constraints);
        }
        if (usage != null) {
            builder.addExtension(Extension.keyUsage, usageCritical, new KeyUsage(usage));
        }
        if (purposes.length > 0) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, namesCritical, new GeneralNames(names));
        }
        var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .build((issuer == null ? own : issuer.keys()).getPrivate());
        return new Node(new JcaX509CertificateConverter().getCertificate(builder.build(signer)), own);
    }

    static KeyPair newKeys(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    static KeyPair newRsaKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
