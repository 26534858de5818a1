package dev.mcp2026.spiffe;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.trust.SpiffeId;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// JWT-SVIDs: JWTs (RFC 7519) in JWS compact serialization with the restrictions of the JWT-SVID specification.
public final class JwtSvids {
    /// Of a token as text. What is larger would not pass as an HTTP header either.
    public static final Limit TOKEN = new Limit("a JWT-SVID", 16_384, "bytes");

    /// Of the audience of one token; the specification advises one.
    public static final Limit AUDIENCE = new Limit("a JWT-SVID's audience", 32, "names");

    /// By how much clocks may differ (RFC 7519, sections 4.1.4 and 4.1.5).
    public static final Duration LEEWAY = Duration.ofSeconds(10);

    private static final String SUBJECT = "sub";
    private static final String AUDIENCE_CLAIM = "aud";
    private static final String EXPIRES = "exp";
    private static final String NOT_BEFORE = "nbf";
    private static final String ISSUED = "iat";

    private JwtSvids() {}

    /// Signs a token with ES256.
    ///
    /// @param id of the workload it is issued to
    /// @param expires whole seconds; a fraction is dropped
    /// @param key of curve P-256
    /// @param keyId what the bundle calls the key's public half
    /// @throws FaultException INVALID_ARGUMENT without audience or path, LIMIT_EXCEEDED for too large an audience
    public static String issue(
            SpiffeId id, List<String> audience, Instant issued, Instant expires, PrivateKey key, String keyId) {
        if (id.path().isEmpty()) {
            throw Faults.invalid("spiffeId", id + " names a trust domain, not a workload", "add a path");
        }
        if (audience.isEmpty() || audience.stream().anyMatch(String::isEmpty)) {
            throw Faults.invalid("audience", "a JWT-SVID is for someone", "name the service it is to be shown to");
        }
        AUDIENCE.check("audience", audience.size());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(SUBJECT, id.toString());
        claims.put(AUDIENCE_CLAIM, audience);
        claims.put(EXPIRES, expires.getEpochSecond());
        claims.put(ISSUED, issued.getEpochSecond());
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("ES256");
        jws.setKeyIdHeaderValue(keyId);
        jws.setHeader("typ", "JWT");
        jws.setPayload(JsonUtil.toJson(claims));
        jws.setKey(key);
        String token;
        try {
            token = jws.getCompactSerialization();
        } catch (JoseException unusable) {
            throw new IllegalArgumentException("the key of " + keyId + " can't sign with ES256", unusable);
        }
        TOKEN.check("audience", token.length());
        return token;
    }

    /// Checks a token that may come from anyone.
    ///
    /// @param audience who the validator is; must be among the token's
    /// @param bundles by trust domain
    /// @throws FaultException UNAUTHENTICATED saying what was wrong
    public static ValidatedJwt validate(String token, String audience, Map<String, TrustBundle> bundles, Instant now) {
        CompactJws jws = CompactJws.parse(token);
        Map<String, @Nullable Object> claims = jws.claims();
        SpiffeId id = subject(claims);
        TrustBundle bundle = bundles.get(id.trustDomain());
        if (bundle == null) {
            throw refused("there is no bundle of trust domain " + id.trustDomain());
        }
        // What costs least comes first; nothing of the claims is given out before the signature holds.
        requireAudience(claims, audience);
        requireTime(claims, now);
        jws.verify(bundle);
        return new ValidatedJwt(id, claims);
    }

    /// Whose bundle a token would have to be checked with. It is only what the token says.
    ///
    /// @throws FaultException UNAUTHENTICATED where it says nothing that could be
    public static String claimedTrustDomain(String token) {
        return subject(CompactJws.parse(token).claims()).trustDomain();
    }

    static FaultException refused(String why) {
        return Faults.of(
                FaultKind.UNAUTHENTICATED,
                "the JWT-SVID is not valid: " + why,
                "present one that the trust domain's authority issued for this audience");
    }

    private static SpiffeId subject(Map<String, @Nullable Object> claims) {
        if (!(claims.get(SUBJECT) instanceof String subject)) {
            throw refused("it has no sub, which is the workload's SPIFFE ID");
        }
        SpiffeId id;
        try {
            id = SpiffeId.parse(subject);
        } catch (FaultException malformed) {
            throw refused("its sub is not a SPIFFE ID: " + malformed.fault().detail());
        }
        if (id.path().isEmpty()) {
            throw refused("its sub " + id + " names a trust domain, not a workload");
        }
        return id;
    }

    /// RFC 7519, 4.1.3: one name or an array of them, compared as they are.
    private static void requireAudience(Map<String, @Nullable Object> claims, String audience) {
        List<?> names = switch (claims.get(AUDIENCE_CLAIM)) {
            case String one -> List.of(one);
            case List<?> several when several.stream().allMatch(String.class::isInstance) -> several;
            case null, default -> throw refused("it has no aud with the names of those it is for");
        };
        if (!names.contains(audience)) {
            throw refused("it is not for this audience");
        }
    }

    private static void requireTime(Map<String, @Nullable Object> claims, Instant now) {
        double seconds = now.getEpochSecond() + now.getNano() / 1e9;
        double leeway = LEEWAY.toSeconds();
        if (seconds >= time(claims, EXPIRES, Double.NaN) + leeway) {
            throw refused("it has expired");
        }
        if (seconds < time(claims, NOT_BEFORE, seconds) - leeway) {
            throw refused("it is not valid yet");
        }
        time(claims, ISSUED, seconds);
    }

    /// @param otherwise if the claim is missing; NaN where it may not be
    private static double time(Map<String, @Nullable Object> claims, String name, double otherwise) {
        double value = switch (claims.get(name)) {
            case null -> otherwise;
            case Number number -> number.doubleValue();
            default -> Double.NaN;
        };
        if (!Double.isFinite(value)) {
            throw refused("its " + name + " is missing or not a time in seconds");
        }
        return value;
    }
}
