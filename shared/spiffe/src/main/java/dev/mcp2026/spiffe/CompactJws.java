package dev.mcp2026.spiffe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// A token taken apart and not believed yet.
///
/// @param token as it came
/// @param keyId `kid` of the header, which is optional
record CompactJws(String token, @Nullable String keyId, Map<String, @Nullable Object> claims) {
    /// JWT-SVID, section 2.1: RFC 7518, sections 3.3 to 3.5. `none` and shared secrets are not among them.
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512");

    private static final AlgorithmConstraints ALLOWED =
            new AlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new));

    /// JWT-SVID, section 2: no other header may be there. `jku`, `x5u` or `jwk` would have the token choose its key.
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");

    private static final Set<String> TYPES = Set.of("JWT", "JOSE");

    /// Compact serialization has no padding and no other characters (RFC 7515, section 2).
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");

    static CompactJws parse(String token) {
        if (token.length() > JwtSvids.TOKEN.max()) {
            throw JwtSvids.refused("it is longer than " + JwtSvids.TOKEN.max() + " bytes");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw JwtSvids.refused("it is not a JWS in compact serialization, three parts with dots between them");
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw JwtSvids.refused("a part of it is empty or not base64url");
            }
        }
        Map<String, @Nullable Object> header = object("header", parts[0]);
        if (!HEADERS.containsAll(header.keySet())) {
            throw JwtSvids.refused("its header has more than alg, kid and typ");
        }
        if (!(header.get("alg") instanceof String algorithm) || !ALGORITHMS.contains(algorithm)) {
            throw JwtSvids.refused("its alg is not one of RS, ES and PS with 256, 384 and 512");
        }
        if (header.containsKey("typ") && !(header.get("typ") instanceof String type && TYPES.contains(type))) {
            throw JwtSvids.refused("its typ is neither JWT nor JOSE");
        }
        return new CompactJws(token, keyId(header), object("payload", parts[1]));
    }

    /// @throws dev.mcp2026.kernel.error.FaultException UNAUTHENTICATED unless a key of the bundle signed it
    void verify(TrustBundle bundle) {
        Map<String, PublicKey> keys = bundle.jwtAuthorities();
        if (keyId == null) {
            // Bounded by the number of keys that a bundle may have.
            if (!anySigned(keys.values())) {
                throw JwtSvids.refused("no key of trust domain " + bundle.trustDomain() + " signed it");
            }
            return;
        }
        PublicKey key = keys.get(keyId);
        if (key == null) {
            throw JwtSvids.refused("trust domain " + bundle.trustDomain() + " has no key of its kid");
        }
        if (!signedWith(key)) {
            throw JwtSvids.refused("its signature is not of the key that its kid names");
        }
    }

    private boolean anySigned(Collection<PublicKey> keys) {
        return keys.stream().anyMatch(this::signedWith);
    }

    private boolean signedWith(PublicKey key) {
        try {
            JsonWebSignature jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(ALLOWED);
            jws.setCompactSerialization(token);
            jws.setKey(key);
            return jws.verifySignature();
        } catch (JoseException | RuntimeException unfit) {
            // Of another type, curve or size than the algorithm wants, or a signature that is none.
            return false;
        }
    }

    private static @Nullable String keyId(Map<String, @Nullable Object> header) {
        if (!header.containsKey("kid")) {
            return null;
        }
        if (header.get("kid") instanceof String keyId) {
            return keyId;
        }
        throw JwtSvids.refused("its kid is not a string");
    }

    private static Map<String, @Nullable Object> object(String what, String part) {
        try {
            byte[] json = Base64.getUrlDecoder().decode(part);
            return Json.object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException | JoseException malformed) {
            throw JwtSvids.refused("its " + what + " is not a JSON object with each name once");
        }
    }

    /// Whoever has it is believed, so it is in no log.
    @Override
    public String toString() {
        return "CompactJws[kid=" + keyId + ", claims=" + List.copyOf(claims.keySet()) + "]";
    }
}
