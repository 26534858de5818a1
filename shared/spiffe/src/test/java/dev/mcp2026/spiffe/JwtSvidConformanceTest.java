package dev.mcp2026.spiffe;

import static dev.mcp2026.spiffe.Draft.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.trust.SpiffeId;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The JWT-SVID specification, one test for each of its rules.
class JwtSvidConformanceTest {
    private static final String DOMAIN = "example.org";
    private static final SpiffeId ID = SpiffeId.of(DOMAIN, "web");
    private static final long EXPIRES = NOW.getEpochSecond() + 300;
    private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"p256\",\"typ\":\"JWT\"}";
    private static final String CLAIMS =
            "{\"sub\":\"spiffe://example.org/web\",\"aud\":[\"reports\"],\"exp\":" + EXPIRES + "}";

    private static KeyPair p256;
    private static KeyPair p384;
    private static KeyPair p521;
    private static KeyPair rsa;
    private static Map<String, TrustBundle> bundles;

    @BeforeAll
    static void makeKeys() throws Exception {
        p256 = Draft.newKeys("secp256r1");
        p384 = Draft.newKeys("secp384r1");
        p521 = Draft.newKeys("secp521r1");
        rsa = Draft.newRsaKeys();
        bundles = Map.of(
                DOMAIN,
                bundle(
                        DOMAIN,
                        Map.of(
                                "p256", p256.getPublic(),
                                "p384", p384.getPublic(),
                                "p521", p521.getPublic(),
                                "rsa", rsa.getPublic())));
    }

    @Test
    void anIssuedTokenIsValid() {
        Instant expires = NOW.plusSeconds(60);
        String token = JwtSvids.issue(ID, List.of("reports", "more"), NOW, expires, p256.getPrivate(), "p256");
        ValidatedJwt valid = JwtSvids.validate(token, "more", bundles, NOW);
        assertThat(valid.id()).isEqualTo(ID);
        assertThat(valid.claims())
                .containsEntry("sub", ID.toString())
                .containsEntry("aud", List.of("reports", "more"))
                .containsEntry("exp", expires.getEpochSecond())
                .containsEntry("iat", NOW.getEpochSecond());
        assertThat(part(token, 0)).isEqualTo("{\"alg\":\"ES256\",\"kid\":\"p256\",\"typ\":\"JWT\"}");
    }

    @Test
    void noTokenIsIssuedForNobodyOrForATrustDomain() {
        for (List<String> audience : List.of(List.<String>of(), List.of(""))) {
            assertThatThrownBy(() -> JwtSvids.issue(ID, audience, NOW, NOW, p256.getPrivate(), "p256"))
                    .isInstanceOf(FaultException.class);
        }
        assertThatThrownBy(() ->
                        JwtSvids.issue(SpiffeId.of(DOMAIN), List.of("reports"), NOW, NOW, p256.getPrivate(), "p256"))
                .isInstanceOf(FaultException.class);
        List<String> many = List.of("a".repeat(20_000));
        assertThatThrownBy(() -> JwtSvids.issue(ID, many, NOW, NOW, p256.getPrivate(), "p256"))
                .isInstanceOf(FaultException.class);
    }

    // 1 and 5.1: JWS compact serialization only.

    @Test
    void section1JsonSerializationIsRefused() throws Exception {
        String[] parts = signed(HEADER, CLAIMS).split("\\.");
        String general = "{\"payload\":\"" + parts[1] + "\",\"signatures\":[{\"protected\":\"" + parts[0]
                + "\",\"signature\":\"" + parts[2] + "\"}]}";
        String flattened = "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\""
                + parts[2] + "\"}";
        assertRefused("compact serialization", general);
        assertRefused("compact serialization", flattened);
    }

    @Test
    void section51WhatIsNotThreePartsOfBase64urlIsRefused() throws Exception {
        String token = signed(HEADER, CLAIMS);
        String[] parts = token.split("\\.");
        for (String bad : List.of(
                "",
                "..",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + ".",
                token + ".",
                token + ".a.b",
                token + "=",
                " " + token,
                parts[0] + ".." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2] + "\n",
                token.replace('.', ' '))) {
            assertRefused("", bad);
        }
    }

    @Test
    void section2AnEncryptedTokenIsRefused() {
        assertRefused("compact serialization", "e30.e30.e30.e30.e30");
    }

    // 2: no other header.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jku\":\"https://evil/\"",
                "\"x5u\":\"https://evil/\"",
                "\"jwk\":{\"kty\":\"EC\"}",
                "\"x5c\":[]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"cty\":\"JWT\"",
                "\"private\":1"
            })
    void section2AnyOtherHeaderIsRefused(String header) throws Exception {
        assertRefused("more than alg, kid and typ", signed(HEADER.replace("{", "{" + header + ","), CLAIMS));
    }

    @Test
    void section2AHeaderGivenTwiceIsRefused() throws Exception {
        assertRefused("its header", signed(HEADER.replace("{", "{\"alg\":\"none\","), CLAIMS));
    }

    // 2.1: algorithms.

    @ParameterizedTest
    @CsvSource({
        "RS256, rsa",
        "RS384, rsa",
        "RS512, rsa",
        "ES256, p256",
        "ES384, p384",
        "ES512, p521",
        "PS256, rsa",
        "PS384, rsa",
        "PS512, rsa"
    })
    void section21TheNineAlgorithmsAreAccepted(String algorithm, String keyId) throws Exception {
        String token = signed(algorithm, keys(keyId), header(algorithm, keyId), CLAIMS);
        assertThat(JwtSvids.validate(token, "reports", bundles, NOW).id()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "es256", "EdDSA", "ES256K", "HS1", "", "RSA1_5"})
    void section21AnyOtherAlgorithmIsRefused(String algorithm) throws Exception {
        assertRefused("its alg", signed(header(algorithm, "p256"), CLAIMS));
        String[] parts = signed(header(algorithm, "p256"), CLAIMS).split("\\.");
        assertRefused("", parts[0] + "." + parts[1] + ".");
    }

    @Test
    void section21AMissingOrOddAlgorithmIsRefused() throws Exception {
        assertRefused("its alg", signed("{\"kid\":\"p256\"}", CLAIMS));
        assertRefused("its alg", signed("{\"alg\":null,\"kid\":\"p256\"}", CLAIMS));
        assertRefused("its alg", signed("{\"alg\":[\"ES256\"],\"kid\":\"p256\"}", CLAIMS));
    }

    /// The classic: the public key used as a shared secret.
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void section21ASharedSecretIsRefused(String algorithm) throws Exception {
        String input = encode(header(algorithm, "rsa")) + "." + encode(CLAIMS);
        String name = algorithm.replace("HS", "HmacSHA");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), name));
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        assertRefused("its alg", input + "." + signature);
    }

    @Test
    void section21AKeyThatDoesNotFitTheAlgorithmIsRefused() throws Exception {
        assertRefused("signature", signed("ES256", p256, header("ES256", "rsa"), CLAIMS));
        assertRefused("signature", signed("ES256", p256, header("ES256", "p384"), CLAIMS));
        assertRefused("signature", signed("RS256", rsa, header("RS256", "p256"), CLAIMS));
        assertRefused("signature", signed("RS256", rsa, header("PS256", "rsa"), CLAIMS));
    }

    // 2.2: key id.

    @Test
    void section22TheKeyIdIsOptional() throws Exception {
        String token = signed("{\"alg\":\"ES256\"}", CLAIMS);
        assertThat(JwtSvids.validate(token, "reports", bundles, NOW).id()).isEqualTo(ID);
        String stranger = signed("ES256", Draft.newKeys("secp256r1"), "{\"alg\":\"ES256\"}", CLAIMS);
        assertRefused("no key of trust domain", stranger);
    }

    @Test
    void section22AnUnknownOrOddKeyIdIsRefused() throws Exception {
        assertRefused("no key of its kid", signed(header("ES256", "other"), CLAIMS));
        assertRefused("its kid", signed("{\"alg\":\"ES256\",\"kid\":7}", CLAIMS));
        assertRefused("its kid", signed("{\"alg\":\"ES256\",\"kid\":null}", CLAIMS));
    }

    // 2.3: type.

    @ParameterizedTest
    @ValueSource(strings = {"\"JWT\"", "\"JOSE\""})
    void section23TheTypeMayBeJwtOrJose(String type) throws Exception {
        String token = signed("{\"alg\":\"ES256\",\"typ\":" + type + "}", CLAIMS);
        assertThat(JwtSvids.validate(token, "reports", bundles, NOW).id()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"jwt\"", "\"at+jwt\"", "\"JOSE+JSON\"", "\"\"", "null", "1"})
    void section23AnyOtherTypeIsRefused(String type) throws Exception {
        assertRefused("its typ", signed("{\"alg\":\"ES256\",\"typ\":" + type + "}", CLAIMS));
    }

    // 3.1: subject.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"sub\":null,",
                "\"sub\":\"web\",",
                "\"sub\":7,",
                "\"sub\":[\"spiffe://example.org/web\"],",
                "\"sub\":\"https://example.org/web\",",
                "\"sub\":\"spiffe://example.org\",",
                "\"sub\":\"spiffe://example.org/\","
            })
    void section31TheSubjectMustBeAWorkloadsSpiffeId(String subject) throws Exception {
        assertRefused("sub", signed(HEADER, CLAIMS.replace("\"sub\":\"spiffe://example.org/web\",", subject)));
    }

    // 3.2: audience.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"aud\":null,",
                "\"aud\":[],",
                "\"aud\":\"\",",
                "\"aud\":7,",
                "\"aud\":[\"reports\",7],",
                "\"aud\":\"Reports\",",
                "\"aud\":[\"other\"],",
                "\"aud\":{\"reports\":1},",
                "\"aud\":[[\"reports\"]],"
            })
    void section32WhatIsNotForTheValidatorIsRefused(String audience) throws Exception {
        assertRefused("", signed(HEADER, CLAIMS.replace("\"aud\":[\"reports\"],", audience)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"reports\"", "[\"reports\"]", "[\"other\",\"reports\"]"})
    void section32TheAudienceIsOneNameOrSeveral(String audience) throws Exception {
        String token = signed(HEADER, CLAIMS.replace("[\"reports\"]", audience));
        assertThat(JwtSvids.validate(token, "reports", bundles, NOW).id()).isEqualTo(ID);
    }

    // 3.3: expiration.

    @ParameterizedTest
    @ValueSource(strings = {"\"exp\":null", "\"exp\":\"1780317000\"", "\"exp\":1e999", "\"exp\":[]", "\"x\":1"})
    void section33AnExpirationMustBeThere(String expires) throws Exception {
        assertRefused("exp", signed(HEADER, CLAIMS.replace("\"exp\":" + EXPIRES, expires)));
    }

    @Test
    void section33AnExpiredTokenIsRefused() throws Exception {
        String token = signed(HEADER, CLAIMS);
        Instant end = Instant.ofEpochSecond(EXPIRES);
        Instant last = end.plus(JwtSvids.LEEWAY).minusMillis(1);
        assertThat(JwtSvids.validate(token, "reports", bundles, last).id()).isEqualTo(ID);
        assertThatThrownBy(() -> JwtSvids.validate(token, "reports", bundles, last.plusMillis(1)))
                .hasMessageContaining("expired");
    }

    @Test
    void aTokenOfTheFutureIsRefused() throws Exception {
        String later = "{\"nbf\":" + (NOW.getEpochSecond() + 11) + ",";
        assertRefused("not valid yet", signed(HEADER, CLAIMS.replace("{", later)));
        String soon = "{\"nbf\":" + (NOW.getEpochSecond() + 9.5) + ",";
        assertThat(JwtSvids.validate(signed(HEADER, CLAIMS.replace("{", soon)), "reports", bundles, NOW)
                        .id())
                .isEqualTo(ID);
        assertRefused("iat", signed(HEADER, CLAIMS.replace("{", "{\"iat\":\"today\",")));
    }

    // 4: signature, with a key of the subject's own trust domain (Trust Domain and Bundle, section 3).

    @Test
    void section4AChangedTokenIsRefused() throws Exception {
        String[] parts = signed(HEADER, CLAIMS).split("\\.");
        String other = encode(CLAIMS.replace("/web", "/admin"));
        assertRefused("signature", parts[0] + "." + other + "." + parts[2]);
        assertRefused("signature", parts[0] + "." + parts[1] + "." + encode("no signature"));
        // ECDSA signatures of zeros were once accepted (CVE-2022-21449).
        assertRefused("signature", parts[0] + "." + parts[1] + "." + "A".repeat(86));
    }

    @Test
    void section4WithoutTheSubjectsBundleItIsRefused() throws Exception {
        String token = signed(HEADER, CLAIMS.replace(DOMAIN, "other.org"));
        assertRefused("no bundle of trust domain other.org", token);
    }

    @Test
    void section4AnotherTrustDomainsKeyIsRefused() throws Exception {
        KeyPair theirs = Draft.newKeys("secp256r1");
        Map<String, TrustBundle> both =
                Map.of(DOMAIN, bundles.get(DOMAIN), "other.org", bundle("other.org", Map.of("k", theirs.getPublic())));
        for (String header : List.of(header("ES256", "k"), "{\"alg\":\"ES256\"}")) {
            String token = signed("ES256", theirs, header, CLAIMS);
            assertThatThrownBy(() -> JwtSvids.validate(token, "reports", both, NOW))
                    .isInstanceOf(FaultException.class);
            String own = signed("ES256", theirs, header, CLAIMS.replace(DOMAIN, "other.org"));
            assertThat(JwtSvids.validate(own, "reports", both, NOW).id()).isEqualTo(SpiffeId.of("other.org", "web"));
        }
    }

    @Test
    void anEmptyBundleTrustsNobody() throws Exception {
        Map<String, TrustBundle> empty = Map.of(DOMAIN, bundle(DOMAIN, Map.of()));
        for (String header : List.of(HEADER, "{\"alg\":\"ES256\"}")) {
            String token = signed(header, CLAIMS);
            assertThatThrownBy(() -> JwtSvids.validate(token, "reports", empty, NOW))
                    .isInstanceOf(FaultException.class);
        }
    }

    @Test
    void aTokenThatIsTooLargeIsRefusedUnread() {
        assertRefused("longer than", "a".repeat((int) JwtSvids.TOKEN.max() + 1));
    }

    @Test
    void aClaimGivenTwiceIsRefused() throws Exception {
        assertRefused("its payload", signed(HEADER, CLAIMS.replace("{", "{\"aud\":\"other\",")));
    }

    static LongStream seeds() {
        return Seeds.fixed(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsSentItIsRefusedOrWhatWasSigned(long seed) throws Exception {
        Random random = new Random(seed);
        String token = signed(HEADER, CLAIMS);
        for (int i = 0; i < 500; i++) {
            String sent = Mutations.of(token, random);
            assertFaultOrValid(sent);
            assertFaultOrValid(encode(Mutations.of(HEADER, random)) + token.substring(token.indexOf('.')));
        }
        for (int i = 0; i < 100; i++) {
            // Signed as it is: what a compromised or careless authority of a federated domain could send.
            assertFaultOrValid(signed(Mutations.of(HEADER, random), Mutations.of(CLAIMS, random)));
        }
    }

    private static void assertFaultOrValid(String token) {
        try {
            assertThat(JwtSvids.validate(token, "reports", bundles, NOW).id().trustDomain())
                    .isEqualTo(DOMAIN);
        } catch (FaultException refused) {
            assertThat(refused.fault().kind()).isEqualTo(FaultKind.UNAUTHENTICATED);
        }
    }

    private static void assertRefused(String says, String token) {
        ThrowingCallable call = () -> JwtSvids.validate(token, "reports", bundles, NOW);
        assertThatThrownBy(call).isInstanceOfSatisfying(FaultException.class, refused -> {
            assertThat(refused.fault().kind()).isEqualTo(FaultKind.UNAUTHENTICATED);
            assertThat(refused.fault().detail()).contains(says);
        });
    }

    private static TrustBundle bundle(String domain, Map<String, PublicKey> keys) {
        return new TrustBundle(domain, List.of(), keys, 1, Duration.ofMinutes(5));
    }

    private static String header(String algorithm, String keyId) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}";
    }

    private static KeyPair keys(String keyId) {
        return switch (keyId) {
            case "p256" -> p256;
            case "p384" -> p384;
            case "p521" -> p521;
            default -> rsa;
        };
    }

    private static String signed(String header, String claims) throws Exception {
        return signed("ES256", p256, header, claims);
    }

    /// Signs by the JDK alone, so that the library is not checked by itself.
    private static String signed(String algorithm, KeyPair keys, String header, String claims) throws Exception {
        String bits = algorithm.substring(2);
        Signature signer = Signature.getInstance(
                switch (algorithm.substring(0, 2)) {
                    case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
                    case "RS" -> "SHA" + bits + "withRSA";
                    default -> "RSASSA-PSS";
                });
        if (algorithm.startsWith("PS")) {
            String digest = "SHA-" + bits;
            int salt = Integer.parseInt(bits) / 8;
            signer.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
        }
        String input = encode(header) + "." + encode(claims);
        signer.initSign(keys.getPrivate());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(String token, int index) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8);
    }
}
