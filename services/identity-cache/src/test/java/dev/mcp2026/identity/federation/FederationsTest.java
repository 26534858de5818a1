package dev.mcp2026.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.trust.SpiffeId;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FederationsTest {
    private static final URI ENDPOINT = URI.create("https://bundles.other.org/spiffe");
    private static Domain other;
    private static Domain next;

    @TempDir
    Path folder;

    private Store store;
    private Federations federations;

    @BeforeAll
    static void makeAuthorities() {
        other = new Domain("other.org");
        next = new Domain("other.org");
    }

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(folder.resolve("data")));
        federations = new Federations(store, "example.org", new Limit("mcp.identity.federation.max", 2, "federations"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatWasPutIsThere() {
        Federation spiffe = spiffe(other.authorities());
        Federation web = web("web.org");
        federations.put(spiffe);
        federations.put(web);
        assertThat(federations.list()).containsExactly(spiffe, web);
        assertThat(federations.get("web.org")).contains(web);
        assertThat(federations.delete("web.org")).isTrue();
        assertThat(federations.delete("web.org")).isFalse();
        assertThat(federations.list()).containsExactly(spiffe);
    }

    @Test
    void thereIsALimitAndNoneWithOneself() {
        federations.put(web("a.org"));
        federations.put(web("b.org"));
        federations.put(web("b.org"));
        assertThatThrownBy(() -> federations.put(web("c.org")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.identity.federation.max");
        assertThatThrownBy(() -> federations.put(web("example.org"))).isInstanceOf(FaultException.class);
    }

    @Test
    void oneThatCannotBeReadDoesNotHideTheOthers() {
        federations.put(web("b.org"));
        store.put(new Key("identity/federation/a.org"), Value.of("garbage"));
        assertThat(federations.list()).containsExactly(web("b.org"));
    }

    @Test
    void theLastBundleIsKeptUntilTheFederationStartsAnew() {
        TrustBundle bundle = other.bundle(3, Duration.ofMinutes(5));
        Federation first = spiffe(other.authorities());
        federations.put(first);
        federations.saveBundle(first, bundle);
        assertThat(federations.lastBundle("other.org")).contains(bundle);
        federations.put(first);
        assertThat(federations.lastBundle("other.org")).contains(bundle);

        federations.put(spiffe(next.authorities()));
        assertThat(federations.lastBundle("other.org")).isEmpty();
        federations.saveBundle(first, bundle);
        assertThat(federations.lastBundle("other.org"))
                .as("a fetch for the federation as it was before")
                .isEmpty();
    }

    @Test
    void aBundleGoesWithItsFederation() {
        federations.put(web("other.org"));
        federations.saveBundle(web("other.org"), other.bundle(3, Duration.ofMinutes(5)));
        federations.delete("other.org");
        assertThat(federations.lastBundle("other.org")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.org/b",
                "https://user@other.org/b",
                "https://user:word@other.org/b",
                "https:///b",
                "https://other.org/b#c",
                "file:///etc/passwd",
                "other.org/b",
                "https:other.org"
            })
    void anEndpointThatTheSpecificationForbidsIsRefused(String endpoint) {
        assertThatThrownBy(() -> new Federation(
                        "other.org", URI.create(endpoint), Profile.HTTPS_WEB, Optional.empty(), List.of()))
                .isInstanceOf(FaultException.class)
                .hasMessageNotContaining("word");
    }

    @Test
    void whatAProfileNeedsMustBeThere() throws Exception {
        Optional<SpiffeId> id = Optional.of(other.id("bundles"));
        List<X509Certificate> roots = other.authorities();
        List<X509Certificate> leaf = List.of(other.svid("web").leaf());
        assertRefused(Profile.HTTPS_SPIFFE, Optional.empty(), roots);
        assertRefused(Profile.HTTPS_SPIFFE, Optional.of(SpiffeId.of("other.org")), roots);
        assertRefused(Profile.HTTPS_SPIFFE, id, List.of());
        assertRefused(Profile.HTTPS_SPIFFE, id, leaf);
        assertRefused(Profile.HTTPS_WEB, id, List.of());
        // Another trust domain's endpoint is recognized by that one's bundle.
        Federation served = new Federation(
                "other.org",
                ENDPOINT,
                Profile.HTTPS_SPIFFE,
                Optional.of(SpiffeId.of("third.org", "bundles")),
                List.of());
        assertThat(served.firstBundle()).isEmpty();
    }

    @Test
    void messagesThatCannotBeRightAreRefused() {
        var message = FederationCodec.encode(spiffe(other.authorities()));
        assertThat(FederationCodec.decode(message)).isEqualTo(spiffe(other.authorities()));
        for (var bad : List.of(
                message.toBuilder().clearProfile().build(),
                message.toBuilder().setProfileValue(9).build(),
                message.toBuilder().setEndpoint("https://a b").build(),
                message.toBuilder().setTrustDomain("Other.org").build(),
                message.toBuilder().setTrustDomain("").build(),
                message.toBuilder().setEndpointSpiffeId("bundles").build(),
                message.toBuilder().setInitialBundle("no PEM").build(),
                message.toBuilder().setInitialBundle("a".repeat(300_000)).build())) {
            assertThatThrownBy(() -> FederationCodec.decode(bad)).isInstanceOf(FaultException.class);
        }
    }

    @Test
    void aStatusIsTold() {
        Instant at = Instant.parse("2026-01-01T00:00:00.5Z");
        var message = FederationCodec.encode(new FederationStatus(web("a.org"), Optional.of(at), 7, at, "it was late"));
        assertThat(message.getSequence()).isEqualTo(7);
        assertThat(message.getError()).isEqualTo("it was late");
        assertThat(message.getFetched().getSeconds()).isEqualTo(at.getEpochSecond());
        assertThat(message.getNextFetch().getNanos()).isEqualTo(500_000_000);
    }

    private static void assertRefused(Profile profile, Optional<SpiffeId> id, List<X509Certificate> roots) {
        assertThatThrownBy(() -> new Federation("other.org", ENDPOINT, profile, id, roots))
                .isInstanceOf(FaultException.class);
    }

    private static Federation spiffe(List<X509Certificate> authorities) {
        return new Federation(
                "other.org", ENDPOINT, Profile.HTTPS_SPIFFE, Optional.of(other.id("bundles")), authorities);
    }

    private static Federation web(String trustDomain) {
        return new Federation(trustDomain, ENDPOINT, Profile.HTTPS_WEB, Optional.empty(), List.of());
    }
}
