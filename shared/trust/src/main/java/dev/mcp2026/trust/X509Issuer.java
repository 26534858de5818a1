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
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
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

/// One authority's certificate and key, EC P-256, and what it signs: X.509-SVIDs and authorities below it, each as the
/// X509-SVID specification wants it (sections 2 to 4). Nothing that it signs outlives it. Safe for any number of
/// threads.
public final class X509Issuer {
    /// Certificates start a little in the past, so that a peer whose clock is behind accepts them.
    public static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final String ORGANIZATION = "MCP 2026 development";
    private static final X500Name WORKLOAD = new X500Name("O=" + ORGANIZATION);
    private static final ExtendedKeyUsage BOTH_SIDES =
            new ExtendedKeyUsage(new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});

    private final String trustDomain;
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SecureRandom random;
    private final X500Name name;
    private final AuthorityKeyIdentifier keyId;

    public X509Issuer(String trustDomain, X509Certificate certificate, PrivateKey key, SecureRandom random) {
        this.trustDomain = trustDomain;
        this.certificate = certificate;
        this.key = key;
        this.random = random;
        this.name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        this.keyId = extensions().createAuthorityKeyIdentifier(certificate.getPublicKey());
    }

    /// Names of a workload beside its SPIFFE ID.
    ///
    /// @param loopback also valid for `localhost`, 127.0.0.1 and ::1, for clients that check host names
    public record Names(List<String> dns, boolean loopback) {
        public static final Names NONE = new Names(List.of(), false);
        public static final Names LOOPBACK = new Names(List.of(), true);

        public Names {
            dns = List.copyOf(dns);
        }
    }

    /// A root: signs itself, and has one level of authorities below it at most.
    public static X509Issuer root(String trustDomain, KeyPair keys, Instant now, Duration lifetime, SecureRandom random)
            throws GeneralSecurityException {
        X500Name name = authority(trustDomain);
        var builder = new JcaX509v3CertificateBuilder(
                name,
                serial(random),
                Date.from(now.minus(BACKDATE)),
                Date.from(now.plus(lifetime)),
                name,
                keys.getPublic());
        return new X509Issuer(
                trustDomain,
                authority(builder, 1, trustDomain, keys.getPublic(), keys.getPrivate()),
                keys.getPrivate(),
                random);
    }

    public static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /// A leaf: the SVID of a workload.
    ///
    /// @throws IllegalArgumentException for an id that is not of a workload of this trust domain
    public X509Certificate workload(SpiffeId id, PublicKey publicKey, Names names, Instant now, Duration lifetime)
            throws GeneralSecurityException {
        if (!id.isMemberOf(trustDomain) || id.path().isEmpty()) {
            throw new IllegalArgumentException(id + " is not a workload of trust domain " + trustDomain);
        }
        X509v3CertificateBuilder builder = builder(WORKLOAD, publicKey, now, lifetime);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, BOTH_SIDES);
            builder.addExtension(Extension.subjectAlternativeName, false, names(id, names));
            builder.addExtension(Extension.authorityKeyIdentifier, false, keyId);
            return sign(builder, key);
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("could not issue " + id, e);
        }
    }

    /// An authority below this one, which signs leaves only.
    ///
    /// @param commonName tells people whose it is
    public X509Certificate intermediate(String commonName, PublicKey publicKey, Instant now, Duration lifetime)
            throws GeneralSecurityException {
        X509v3CertificateBuilder builder = builder(authority(commonName), publicKey, now, lifetime);
        try {
            builder.addExtension(Extension.authorityKeyIdentifier, false, keyId);
            return authority(builder, 0, trustDomain, publicKey, key);
        } catch (IOException e) {
            throw new GeneralSecurityException("could not make the authority " + commonName, e);
        }
    }

    public String trustDomain() {
        return trustDomain;
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PrivateKey key() {
        return key;
    }

    private X509v3CertificateBuilder builder(X500Name subject, PublicKey publicKey, Instant now, Duration lifetime) {
        Instant issuerEnd = certificate.getNotAfter().toInstant();
        Instant end = now.plus(lifetime).isBefore(issuerEnd) ? now.plus(lifetime) : issuerEnd;
        Instant issuerBegin = certificate.getNotBefore().toInstant();
        Instant begin = now.minus(BACKDATE).isAfter(issuerBegin) ? now.minus(BACKDATE) : issuerBegin;
        return new JcaX509v3CertificateBuilder(
                name, serial(random), Date.from(begin), Date.from(end), subject, publicKey);
    }

    private static X509Certificate authority(
            X509v3CertificateBuilder builder,
            int levelsBelow,
            String trustDomain,
            PublicKey publicKey,
            PrivateKey signer)
            throws GeneralSecurityException {
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(levelsBelow));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(publicKey));
            // X509-SVID section 3.2: an authority's id has no path.
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(uri(new SpiffeId(trustDomain, List.of()))));
            return sign(builder, signer);
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("could not make an authority of " + trustDomain, e);
        }
    }

    private static X500Name authority(String commonName) {
        return new X500NameBuilder()
                .addRDN(BCStyle.O, ORGANIZATION)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static GeneralNames names(SpiffeId id, Names more) {
        List<GeneralName> names = new ArrayList<>();
        names.add(uri(id));
        more.dns().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        if (more.loopback()) {
            names.add(new GeneralName(GeneralName.dNSName, "localhost"));
            names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
            names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static GeneralName uri(SpiffeId id) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, id.toString());
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
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
}
