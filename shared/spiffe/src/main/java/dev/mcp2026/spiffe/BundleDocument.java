package dev.mcp2026.spiffe;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// A trust bundle as a document: a JWK set (RFC 7517) with SPIFFE's own parameters, as in SPIFFE Trust Domain and
/// Bundle, section 4. The document does not say whose it is, so whoever reads one has to know.
public final class BundleDocument {
    /// Of the document.
    public static final Limit BYTES = new Limit("a SPIFFE bundle document", 1 << 20, "bytes");

    /// Of the document's keys, those included that are not understood.
    public static final Limit KEYS = new Limit("a SPIFFE bundle document", 256, "keys");

    /// What the specification suggests for a bundle that gives no hint (section 5.1).
    public static final Duration DEFAULT_REFRESH_HINT = Duration.ofMinutes(5);

    /// In a bundle whose document has no sequence number; the one fetched last is then the newest.
    public static final long NO_SEQUENCE = 0;

    private static final String FIELD = "bundle";
    private static final String KEYS_PARAMETER = "keys";
    private static final String SEQUENCE = "spiffe_sequence";
    private static final String REFRESH_HINT = "spiffe_refresh_hint";

    private BundleDocument() {}

    /// Reads a document that may come from anywhere. Keys of unknown type or use are left out, as the specification
    /// asks; a key that is understood and malformed makes the whole document invalid, since a bundle that lacks it
    /// would look like a revocation.
    ///
    /// @param trustDomain whose bundle it is known to be
    /// @throws FaultException INVALID_ARGUMENT naming the field, or LIMIT_EXCEEDED
    public static TrustBundle parse(String trustDomain, byte[] document) {
        BYTES.check(FIELD, document.length);
        Map<String, @Nullable Object> set = object(document);
        Object keys = set.get(KEYS_PARAMETER);
        if (!(keys instanceof List<?> list)) {
            throw refused(KEYS_PARAMETER, "an array of keys is required");
        }
        KEYS.check(FIELD + "." + KEYS_PARAMETER, list.size());
        Set<X509Certificate> authorities = new LinkedHashSet<>();
        Map<String, PublicKey> jwtKeys = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
            String where = KEYS_PARAMETER + "[" + i + "]";
            switch (BundleKey.read(where, list.get(i))) {
                case BundleKey.X509 x509 -> authorities.add(x509.authority());
                case BundleKey.Jwt jwt -> {
                    if (jwtKeys.putIfAbsent(jwt.keyId(), jwt.key()) != null) {
                        throw refused(where, "its kid is another key's too");
                    }
                }
                case BundleKey.Ignored _ -> {}
            }
        }
        return new TrustBundle(
                trustDomain, List.copyOf(authorities), jwtKeys, natural(set, SEQUENCE), refreshHint(set));
    }

    /// The whole bundle, as a bundle endpoint serves it.
    public static String write(TrustBundle bundle) {
        Map<String, Object> set = new LinkedHashMap<>();
        set.put(SEQUENCE, bundle.sequence());
        set.put(REFRESH_HINT, bundle.refreshHint().toSeconds());
        List<Map<String, Object>> keys = new ArrayList<>();
        bundle.x509Authorities().forEach(authority -> keys.add(BundleKey.write(authority)));
        keys.addAll(jwtKeys(bundle));
        set.put(KEYS_PARAMETER, keys);
        return JsonUtil.toJson(set);
    }

    /// Its JWT keys alone, as a JWK set: what the Workload API's `FetchJWTBundles` hands out.
    public static String jwks(TrustBundle bundle) {
        return JsonUtil.toJson(Map.of(KEYS_PARAMETER, jwtKeys(bundle)));
    }

    static FaultException refused(String where, String why) {
        return Faults.invalid(
                FIELD + "." + where, why, "have the trust domain serve a SPIFFE bundle (a JWK set, see RFC 7517)");
    }

    /// Sorted, so that the same bundle is always the same document.
    private static List<Map<String, Object>> jwtKeys(TrustBundle bundle) {
        List<Map<String, Object>> keys = new ArrayList<>();
        new TreeMap<>(bundle.jwtAuthorities()).forEach((id, key) -> keys.add(BundleKey.write(id, key)));
        return keys;
    }

    private static Map<String, @Nullable Object> object(byte[] document) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            return Json.object(text);
        } catch (CharacterCodingException notText) {
            throw Faults.invalid(FIELD, "it is not UTF-8", "serve JSON in UTF-8");
        } catch (JoseException notJson) {
            throw Faults.invalid(FIELD, "it is not a JSON object with each name once", "serve a JWK set");
        }
    }

    private static Duration refreshHint(Map<String, @Nullable Object> set) {
        long seconds = natural(set, REFRESH_HINT);
        return seconds == 0 ? DEFAULT_REFRESH_HINT : Duration.ofSeconds(seconds);
    }

    private static long natural(Map<String, @Nullable Object> set, String name) {
        return switch (set.get(name)) {
            case null -> 0;
            case Long value when value >= 0 -> value;
            default -> throw refused(name, "it is not a whole number from 0 to " + Long.MAX_VALUE);
        };
    }
}
