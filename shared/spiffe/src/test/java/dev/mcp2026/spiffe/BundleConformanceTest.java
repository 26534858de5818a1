package dev.mcp2026.spiffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.spiffe.Draft.Node;
import dev.mcp2026.testkit.sim.Seeds;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SPIFFE Trust Domain and Bundle, section 4, with what X509-SVID and JWT-SVID (section 6 of each) say of its keys.
class BundleConformanceTest {
    private static final String DOMAIN = "example.org";

    private static Node root;
    private static Node next;
    private static PublicKey ec;
    private static PublicKey rsa;
    private static TrustBundle bundle;

    @BeforeAll
    static void make() throws Exception {
        root = Draft.signing("root", "spiffe://example.org").sign();
        next = Draft.signing("next", "spiffe://example.org").sign();
        ec = Draft.newKeys("secp256r1").getPublic();
        rsa = Draft.newRsaKeys().getPublic();
        bundle = new TrustBundle(
                DOMAIN,
                List.of(root.certificate(), next.certificate()),
                Map.of("b", ec, "a", rsa),
                Long.MAX_VALUE,
                Duration.ofMinutes(7));
    }

    @Test
    void whatWasWrittenIsRead() {
        assertThat(parse(BundleDocument.write(bundle))).isEqualTo(bundle);
        assertThat(BundleDocument.write(bundle)).isEqualTo(BundleDocument.write(parse(BundleDocument.write(bundle))));
    }

    @Test
    void authoritiesMayHaveKeysOfOtherTypes() throws Exception {
        for (var keys : List.of(
                Draft.newKeys("secp384r1"),
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
                Draft.newRsaKeys())) {
            Node authority = Draft.signing("authority").by(root).keys(keys).sign();
            TrustBundle with =
                    new TrustBundle(DOMAIN, List.of(authority.certificate()), Map.of(), 1, Duration.ofMinutes(5));
            assertThat(parse(BundleDocument.write(with))).isEqualTo(with);
        }
    }

    // 4.1.1: sequence number.

    @Test
    void section411TheSequenceIsAWholeNumberOf64Bits() throws Exception {
        assertThat(JsonUtil.parseJson(BundleDocument.write(bundle))).containsEntry("spiffe_sequence", Long.MAX_VALUE);
        assertThat(parse("{\"keys\":[],\"spiffe_sequence\":9007199254740993}").sequence())
                .isEqualTo(9007199254740993L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"1\"", "true", "[]", "9223372036854775808", "1e3"})
    void section411AnyOtherSequenceIsRefused(String sequence) {
        assertRefused("", "{\"keys\":[],\"spiffe_sequence\":" + sequence + "}");
    }

    @Test
    void section411TheSequenceMayBeMissing() {
        assertThat(parse("{\"keys\":[]}").sequence()).isEqualTo(BundleDocument.NO_SEQUENCE);
    }

    // 4.1.2: refresh hint.

    @Test
    void section412TheRefreshHintIsInSeconds() throws Exception {
        assertThat(JsonUtil.parseJson(BundleDocument.write(bundle))).containsEntry("spiffe_refresh_hint", 420L);
        assertThat(parse("{\"keys\":[],\"spiffe_refresh_hint\":2419200}").refreshHint())
                .isEqualTo(Duration.ofDays(28));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\":[]}", "{\"keys\":[],\"spiffe_refresh_hint\":0}"})
    void section51WithoutAHintItIsFiveMinutes(String document) {
        assertThat(parse(document).refreshHint()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"300\""})
    void section412AnyOtherHintIsRefused(String hint) {
        assertRefused("", "{\"keys\":[],\"spiffe_refresh_hint\":" + hint + "}");
    }

    // 4.1.3: keys.

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"keys\":null}", "{\"keys\":{}}", "{\"keys\":\"\"}", "{\"Keys\":[]}"})
    void section413KeysMustBeThere(String document) {
        assertRefused("keys", document);
    }

    @Test
    void section413NoKeysMeansThatAllAreRevoked() {
        TrustBundle empty = parse("{\"keys\":[]}");
        assertThat(empty.x509Authorities()).isEmpty();
        assertThat(empty.jwtAuthorities()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "\"key\"", "[]"})
    void section413AKeyIsAnObject(String key) {
        assertRefused("keys[0]", "{\"keys\":[" + key + "]}");
    }

    @Test
    void section41OtherParametersAreNeitherRequiredNorRefused() {
        String more = BundleDocument.write(bundle).replaceFirst("\\{", "{\"more\":{\"nested\":[1]},");
        assertThat(parse(more)).isEqualTo(bundle);
    }

    // 4.2.1: key type.

    @ParameterizedTest
    @ValueSource(strings = {"\"AKP\"", "\"oct\"", "\"ec\"", "null", "7"})
    void section421AKeyOfUnknownTypeIsIgnored(String type) {
        String key = "{\"kty\":" + type + ",\"use\":\"%s\",\"kid\":\"x\",\"x5c\":[\"garbage\"]}";
        assertThat(parse("{\"keys\":[" + key.formatted("x509-svid") + "," + key.formatted("jwt-svid") + "]}")
                        .x509Authorities())
                .isEmpty();
    }

    @Test
    void section421AKeyWithoutATypeIsIgnored() {
        Map<String, Object> key = authority();
        key.remove("kty");
        assertThat(parse(document(key)).x509Authorities()).isEmpty();
    }

    @Test
    void section421ACurveThatNoAlgorithmUsesIsIgnored() {
        assertThat(parse("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"use\":\"jwt-svid\",\"kid\":\"x\"}]}")
                        .jwtAuthorities())
                .isEmpty();
    }

    // 4.2.2: use.

    @ParameterizedTest
    @ValueSource(strings = {"X509-SVID", "JWT-SVID", "sig", "wit-svid", ""})
    void section422AKeyOfUnknownUseIsIgnored(String use) {
        Map<String, Object> key = authority();
        key.put("use", use);
        assertThat(parse(document(key)).x509Authorities()).isEmpty();
    }

    @Test
    void section422AKeyWithoutAUseIsIgnored() {
        Map<String, Object> key = authority();
        key.remove("use");
        assertThat(parse(document(key)).x509Authorities()).isEmpty();
    }

    @Test
    void unknownKeysDoNotHideTheOthers() {
        Map<String, Object> unknown = authority();
        unknown.put("use", "future-svid");
        assertThat(parse(document(unknown, authority(), jwt())).x509Authorities())
                .containsExactly(root.certificate());
    }

    // X509-SVID, 6.1: publishing.

    @Test
    void x509Section61AnAuthorityIsOneCertificateWithoutAKeyId() throws Exception {
        List<?> keys =
                (List<?>) JsonUtil.parseJson(BundleDocument.write(bundle)).get("keys");
        Map<?, ?> first = (Map<?, ?>) keys.getFirst();
        assertThat(first.get("use")).isEqualTo("x509-svid");
        assertThat(first.containsKey("kid")).isFalse();
        assertThat(first.get("kty")).isEqualTo("EC");
        assertThat(first.get("crv")).isEqualTo("P-256");
        assertThat(first.get("x5c")).isEqualTo(List.of(base64(root)));
        assertThat(keys).hasSize(4);
    }

    // X509-SVID, 6.2: consuming.

    @Test
    void x509Section62WithoutACertificateTheKeyIsIgnored() {
        Map<String, Object> none = authority();
        none.remove("x5c");
        Map<String, Object> empty = authority();
        empty.put("x5c", List.of());
        assertThat(parse(document(none, empty)).x509Authorities()).isEmpty();
    }

    @Test
    void x509Section62OfSeveralCertificatesTheFirstCounts() {
        Map<String, Object> two = authority();
        two.put("x5c", List.of(base64(root), "garbage"));
        assertThat(parse(document(two)).x509Authorities()).containsExactly(root.certificate());
    }

    @Test
    void x509Section62AMalformedCertificateIsRefused() throws Exception {
        Node leaf = Draft.leaf("spiffe://example.org/web").by(root).sign();
        String url = Base64.getUrlEncoder().encodeToString(root.certificate().getEncoded());
        for (Object bad : List.of(
                List.of("garbage"),
                List.of(""),
                List.of(7),
                "text",
                List.of(base64(root).substring(8)),
                List.of(base64(root) + "AAAA"),
                List.of("-----BEGIN CERTIFICATE-----\n" + base64(root) + "\n-----END CERTIFICATE-----"),
                List.of(base64(leaf)),
                List.of(url.replace('+', '-') + "-_"))) {
            Map<String, Object> key = authority();
            key.put("x5c", bad);
            assertRefused("keys[0].x5c", document(key));
        }
    }

    // JWT-SVID, 6.1: publishing.

    @Test
    void jwtSection61AKeyHasAUseAndAnId() throws Exception {
        Map<String, Object> set = JsonUtil.parseJson(BundleDocument.jwks(bundle));
        assertThat(set).containsOnlyKeys("keys");
        List<?> keys = (List<?>) set.get("keys");
        assertThat(keys).hasSize(2).allSatisfy(key -> {
            Map<?, ?> jwk = (Map<?, ?>) key;
            assertThat(jwk.get("use")).isEqualTo("jwt-svid");
            assertThat(jwk.get("kid")).isIn("a", "b");
            assertThat(jwk.containsKey("d")).isFalse();
        });
        assertThat(parse(BundleDocument.jwks(bundle)).jwtAuthorities()).isEqualTo(bundle.jwtAuthorities());
    }

    @Test
    void jwtSection61AKeyWithoutAnIdIsRefused() {
        for (Object bad : new Object[] {null, "", 7L}) {
            Map<String, Object> key = jwt();
            key.put("kid", bad);
            assertRefused("kid", document(key));
        }
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertRefused("kid", document(jwt(), jwt()));
    }

    @Test
    void jwtSection62AMalformedKeyIsRefused() {
        for (Object bad : new Object[] {null, "", "!", 7L, "AAAA"}) {
            Map<String, Object> key = jwt();
            key.put("x", bad);
            assertRefused("keys[0]", document(key));
        }
    }

    @Test
    void aPrivateKeyIsNeverWritten() throws Exception {
        EllipticCurveJsonWebKey jwk = (EllipticCurveJsonWebKey) PublicJsonWebKey.Factory.newPublicJwk(ec);
        assertThat(jwk.toParams(OutputControlLevel.PUBLIC_ONLY)).doesNotContainKey("d");
        assertThat(BundleDocument.write(bundle)).doesNotContain("\"d\"");
    }

    // Hostile documents.

    @Test
    void aDocumentThatIsTooLargeIsRefused() {
        byte[] large = new byte[(int) BundleDocument.BYTES.max() + 1];
        assertThatThrownBy(() -> BundleDocument.parse(DOMAIN, large))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        refused -> assertThat(refused.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED));
    }

    @Test
    void tooManyKeysAreRefused() {
        String keys = "{},".repeat((int) BundleDocument.KEYS.max()) + "{}";
        assertThatThrownBy(() -> parse("{\"keys\":[" + keys + "]}"))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        refused -> assertThat(refused.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "{", "{\"keys\":[]}}", "{\"keys\":[],\"keys\":[]}", "<html/>"})
    void whatIsNotOneJsonObjectIsRefused(String document) {
        assertRefused("", document);
    }

    @Test
    void deepNestingIsNoDanger() {
        parse("{\"keys\":[],\"more\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertRefused("", "{\"keys\":[],\"more\":" + "{\"a\":".repeat(100_000));
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] document = "{\"keys\":[],\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> BundleDocument.parse(DOMAIN, document))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("UTF-8");
    }

    static LongStream seeds() {
        return Seeds.fixed(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsSentItIsABundleOrAFault(long seed) {
        Random random = new Random(seed);
        String document = BundleDocument.write(bundle);
        for (int i = 0; i < 200; i++) {
            String sent = Mutations.of(document, random);
            try {
                TrustBundle read = parse(sent);
                assertThat(parse(BundleDocument.write(read)).trustsTheSame(read))
                        .isTrue();
            } catch (FaultException refused) {
                assertThat(refused.fault().kind()).isIn(FaultKind.INVALID_ARGUMENT, FaultKind.LIMIT_EXCEEDED);
            }
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> BundleDocument.parse(DOMAIN, bytes)).isInstanceOf(FaultException.class);
        }
    }

    private static TrustBundle parse(String document) {
        return BundleDocument.parse(DOMAIN, document.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String says, String document) {
        assertThatThrownBy(() -> parse(document)).isInstanceOfSatisfying(FaultException.class, refused -> {
            assertThat(refused.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT);
            assertThat(refused.fault().message()).contains(says);
        });
    }

    private static Map<String, Object> authority() {
        return new LinkedHashMap<>(BundleKey.write(root.certificate()));
    }

    private static Map<String, Object> jwt() {
        return new LinkedHashMap<>(BundleKey.write("key", ec));
    }

    @SafeVarargs
    private static String document(Map<String, Object>... keys) {
        return JsonUtil.toJson(Map.of("keys", List.of(keys)));
    }

    private static String base64(Node node) {
        try {
            return Base64.getEncoder().encodeToString(node.certificate().getEncoded());
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
