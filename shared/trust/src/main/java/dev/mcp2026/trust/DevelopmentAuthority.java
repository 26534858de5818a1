package dev.mcp2026.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The root of a development trust domain: an EC P-256 key that issues X.509-SVIDs directly.
/// Not for production, where SPIRE or another SPIFFE implementation takes its place.
public final class DevelopmentAuthority {
    static final Duration ROOT_LIFETIME = Duration.ofDays(365);
    /// Certificates start a little in the past, so that a peer whose clock is behind accepts them.
    private static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    private final String trustDomain;
    private final X509Certificate root;
    private final PrivateKey key;
    private final SecureRandom random;

    DevelopmentAuthority(String trustDomain, X509Certificate root, PrivateKey key, SecureRandom random) {
        this.trustDomain = trustDomain;
        this.root = root;
        this.key = key;
        this.random = random;
    }

    public static DevelopmentAuthority create(String trustDomain, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        return selfSigned(trustDomain, newKeys(random), now, random);
    }

    /// The same name and key, valid for longer: what was issued before stays valid under it.
    DevelopmentAuthority renewed(Instant now) throws GeneralSecurityException {
        return selfSigned(trustDomain, new KeyPair(root.getPublicKey(), key), now, random);
    }

    /// A new key and its SVID. It never outlives the root.
    ///
    /// @param loopbackNames also valid for `localhost`, 127.0.0.1 and ::1, for clients that check host names
    public Svid issue(SpiffeId id, Duration lifetime, boolean loopbackNames, Instant now)
            throws GeneralSecurityException {
        KeyPair keys = newKeys(random);
        return new Svid(id, List.of(certify(id, keys.getPublic(), lifetime, loopbackNames, now)), keys.getPrivate());
    }

    /// An SVID's leaf for a key that exists. Renewal keeps the key, since a server that reloads its files
    /// between two of them would otherwise see a certificate and a key that do not belong together.
    X509Certificate certify(SpiffeId id, PublicKey publicKey, Duration lifetime, boolean loopbackNames, Instant now)
            throws GeneralSecurityException {
        if (!id.isMemberOf(trustDomain) || id.path().isEmpty()) {
            throw new IllegalArgumentException(id + " is not a workload of trust domain " + trustDomain);
        }
        Instant rootEnd = root.getNotAfter().toInstant();
        Instant end = now.plus(lifetime).isBefore(rootEnd) ? now.plus(lifetime) : rootEnd;
        try {
            X500Name subject = new X500Name("O=MCP 2026 development");
            var builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(root.getSubjectX500Principal().getEncoded()),
                    serial(random),
                    Date.from(now.minus(BACKDATE)),
                    Date.from(end),
                    subject,
                    publicKey);
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, names(id, loopbackNames));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(root.getPublicKey()));
            return sign(builder, key);
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("could not issue " + id, e);
        }
    }

    public String trustDomain() {
        return trustDomain;
    }

    /// What peers must trust.
    public List<X509Certificate> bundle() {
        return List.of(root);
    }

    X509Certificate root() {
        return root;
    }

    PrivateKey key() {
        return key;
    }

    private static DevelopmentAuthority selfSigned(String trustDomain, KeyPair keys, Instant now, SecureRandom random)
            throws GeneralSecurityException {
        try {
            X500Name name = new X500Name("O=MCP 2026 development,CN=" + trustDomain);
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    serial(random),
                    Date.from(now.minus(BACKDATE)),
                    Date.from(now.plus(ROOT_LIFETIME)),
                    name,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(uri(new SpiffeId(trustDomain, List.of()))));
            return new DevelopmentAuthority(trustDomain, sign(builder, keys.getPrivate()), keys.getPrivate(), random);
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("could not make the root of " + trustDomain, e);
        }
    }

    private static GeneralNames names(SpiffeId id, boolean loopbackNames) {
        List<GeneralName> names = new ArrayList<>();
        names.add(uri(id));
        if (loopbackNames) {
            names.add(new GeneralName(GeneralName.dNSName, "localhost"));
            names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
            names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static GeneralName uri(SpiffeId id) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, id.toString());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static BigInteger serial(SecureRandom random) {
        // RFC 5280 §4.1.2.2: positive, at most 20 octets.
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }

    private static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }
}
