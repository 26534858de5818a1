package dev.mcp2026.spiffe;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// One element of a bundle document's `keys`.
sealed interface BundleKey {
    /// X509-SVID, section 6.
    record X509(X509Certificate authority) implements BundleKey {}

    /// JWT-SVID, section 6.
    record Jwt(String keyId, PublicKey key) implements BundleKey {}

    /// A key of a type or for a use that is not known here (Trust Domain and Bundle, sections 4.2.1 and 4.2.2).
    record Ignored() implements BundleKey {}

    String X509_USE = "x509-svid";
    String JWT_USE = "jwt-svid";

    /// Of certificates. JWT-SVIDs are signed with the first two only (JWT-SVID, section 2.1).
    Set<String> CERTIFICATE_TYPES = Set.of("RSA", "EC", "OKP");

    Set<String> JWT_TYPES = Set.of("RSA", "EC");
    Set<String> CURVES = Set.of("P-256", "P-384", "P-521");

    static BundleKey read(String where, @Nullable Object element) {
        if (!(element instanceof Map<?, ?> jwk)) {
            throw BundleDocument.refused(where, "a key is an object");
        }
        boolean x509 = X509_USE.equals(jwk.get("use"));
        boolean jwt = JWT_USE.equals(jwk.get("use"));
        // As text, since a set's contains does not take null.
        String type = String.valueOf(jwk.get("kty"));
        if (x509 && CERTIFICATE_TYPES.contains(type)) {
            return x509(where, jwk, type);
        }
        if (jwt && JWT_TYPES.contains(type)) {
            return jwt(where, jwk, type);
        }
        return new Ignored();
    }

    static Map<String, Object> write(X509Certificate authority) {
        PublicJsonWebKey jwk = jwk(authority.getPublicKey());
        jwk.setUse(X509_USE);
        jwk.setCertificateChain(authority);
        return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    static Map<String, Object> write(String keyId, PublicKey key) {
        PublicJsonWebKey jwk = jwk(key);
        jwk.setUse(JWT_USE);
        jwk.setKeyId(keyId);
        return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    /// The certificate is what counts; of several the first (X509-SVID, section 6.2).
    private static BundleKey x509(String where, Map<?, ?> jwk, String type) {
        Object chain = jwk.get("x5c");
        if (chain == null || chain.equals(List.of())) {
            return new Ignored();
        }
        if (!(chain instanceof List<?> list) || !(list.getFirst() instanceof String text)) {
            throw BundleDocument.refused(where + ".x5c", "it is not an array of certificates");
        }
        X509Certificate authority = certificate(where + ".x5c[0]", text);
        if (authority.getBasicConstraints() < 0) {
            throw BundleDocument.refused(where + ".x5c[0]", "it is not a certificate authority");
        }
        if (!type.equals(typeOf(authority.getPublicKey()))) {
            throw BundleDocument.refused(where + ".kty", "it is not the type of the certificate's key");
        }
        return new X509(authority);
    }

    private static BundleKey jwt(String where, Map<?, ?> jwk, String type) {
        if (type.equals("EC") && !CURVES.contains(String.valueOf(jwk.get("crv")))) {
            return new Ignored();
        }
        if (!(jwk.get("kid") instanceof String keyId) || keyId.isEmpty()) {
            throw BundleDocument.refused(where + ".kid", "a key for JWT-SVIDs must have one");
        }
        Map<String, Object> parameters = new HashMap<>();
        // Only what makes up the key: the library would also read certificates and private parts.
        for (String name : List.of("kty", "crv", "x", "y", "n", "e")) {
            Object value = jwk.get(name);
            if (value != null) {
                parameters.put(name, value);
            }
        }
        PublicKey key = publicKey(where, parameters);
        if (key instanceof ECPublicKey ec && !isOnItsCurve(ec)) {
            throw BundleDocument.refused(where, "its public key is not a point of its curve");
        }
        return new Jwt(keyId, key);
    }

    private static PublicKey publicKey(String where, Map<String, Object> parameters) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(parameters).getPublicKey();
        } catch (JoseException | RuntimeException malformed) {
            throw BundleDocument.refused(where, "its public key can't be read");
        }
    }

    /// y² = x³ + ax + b, which the library leaves to whoever verifies with the key.
    private static boolean isOnItsCurve(ECPublicKey key) {
        EllipticCurve curve = key.getParams().getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
        return x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    private static X509Certificate certificate(String where, String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() > 0) {
                throw BundleDocument.refused(where, "more follows the certificate");
            }
            return certificate;
        } catch (CertificateException | IllegalArgumentException unreadable) {
            throw BundleDocument.refused(where, "it is not a certificate as DER in base64");
        }
    }

    private static String typeOf(PublicKey key) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(key).getKeyType();
        } catch (JoseException unknown) {
            return key.getAlgorithm();
        }
    }

    private static PublicJsonWebKey jwk(PublicKey key) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(key);
        } catch (JoseException unknown) {
            throw new IllegalArgumentException("no JWK for a key of " + key.getAlgorithm(), unknown);
        }
    }
}
