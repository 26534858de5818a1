package dev.mcp2026.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FederationPollerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration HINT = Duration.ofMinutes(2);

    private static Domain other;
    private static Domain rotated;
    private static Domain third;

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final Source source = new Source();
    private final AtomicInteger changes = new AtomicInteger();
    private Store store;
    private Federations federations;
    private FederationPoller poller;

    /// Gives what the test says and counts.
    private static final class Source implements BundleSource {
        private final AtomicInteger fetches = new AtomicInteger();
        private volatile BundleSource next = (federation, known) -> {
            throw Faults.of(FaultKind.UNAVAILABLE, "nobody there", "wait");
        };

        @Override
        public TrustBundle fetch(Federation federation, Map<String, TrustBundle> known) {
            try {
                return next.fetch(federation, known);
            } finally {
                fetches.incrementAndGet();
            }
        }

        void gives(TrustBundle bundle) {
            next = (federation, known) -> bundle;
        }
    }

    @BeforeAll
    static void makeAuthorities() {
        other = new Domain("other.org");
        rotated = new Domain("other.org");
        third = new Domain("third.org");
    }

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(folder.resolve("data")));
        federations = new Federations(store, "example.org", new Limit("mcp.identity.federation.max", 9, "federations"));
        poller = poller(source);
    }

    @AfterEach
    void close() {
        poller.close();
        store.close();
    }

    @Test
    void theHintIsFollowed() {
        source.gives(other.bundle(1, HINT));
        federations.put(web("other.org"));
        poller.start();
        awaitFetches(1);
        awaitNext(clock.instant().plus(HINT));
        assertThat(poller.bundles()).isEqualTo(Map.of("other.org", other.bundle(1, HINT)));

        source.gives(other.bundle(2, Duration.ofMinutes(3)));
        clock.advance(HINT.minusSeconds(1));
        awaitTurns();
        assertThat(source.fetches).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        awaitFetches(2);
        awaitNext(clock.instant().plus(Duration.ofMinutes(3)));
        assertThat(poller.statuses().getFirst().sequence()).isEqualTo(2);
    }

    @Test
    void aChangeIsTold() {
        source.gives(other.bundle(1, HINT));
        federations.put(web("other.org"));
        poller.reload();
        assertThat(poller.refreshNow("other.org")).isTrue();
        assertThat(changes).hasValue(1);
        source.gives(other.bundle(2, HINT));
        clock.advance(HINT);
        assertThat(poller.refreshNow("other.org")).isTrue();
        assertThat(changes).as("the same is trusted").hasValue(1);
        source.gives(rotated.bundle(3, HINT));
        clock.advance(HINT);
        assertThat(poller.refreshNow("other.org")).isTrue();
        assertThat(changes).hasValue(2);
        assertThat(poller.bundles().get("other.org").x509Authorities()).isEqualTo(rotated.authorities());
        federations.delete("other.org");
        poller.reload();
        assertThat(changes).hasValue(3);
        assertThat(poller.bundles()).isEmpty();
        assertThat(poller.statuses()).isEmpty();
    }

    @Test
    void aFailureKeepsTheLastGoodBundle() {
        source.gives(other.bundle(5, HINT));
        federations.put(web("other.org"));
        poller.reload();
        poller.refreshNow("other.org");
        source.next = (federation, known) -> {
            throw Faults.invalid("bundle", "it is not JSON", "");
        };
        clock.advance(HINT);
        assertThat(poller.refreshNow("other.org")).isTrue();
        FederationStatus status = poller.statuses().getFirst();
        assertThat(status.error()).isEqualTo("it is not JSON");
        assertThat(status.fetched()).contains(clock.instant().minus(HINT));
        assertThat(status.nextFetch()).isBefore(clock.instant().plusSeconds(11));
        assertThat(poller.bundles()).isEqualTo(Map.of("other.org", other.bundle(5, HINT)));
        assertThat(changes).hasValue(1);
    }

    @Test
    void aBugInTheSourceIsAFailureToo() {
        source.next = (federation, known) -> {
            throw new IllegalStateException("secret");
        };
        federations.put(web("other.org"));
        poller.reload();
        poller.refreshNow("other.org");
        assertThat(poller.statuses().getFirst().error()).isEqualTo("internal error");
    }

    @Test
    void anOlderSequenceIsRefused() {
        source.gives(other.bundle(5, HINT));
        federations.put(web("other.org"));
        poller.reload();
        poller.refreshNow("other.org");
        source.gives(rotated.bundle(4, HINT));
        clock.advance(HINT);
        poller.refreshNow("other.org");
        assertThat(poller.statuses().getFirst().error()).contains("sequence 4 after 5");
        assertThat(poller.bundles()).isEqualTo(Map.of("other.org", other.bundle(5, HINT)));

        // Without one, the bundle fetched last is the newest (Federation, section 4.2).
        source.gives(rotated.bundle(BundleDocument.NO_SEQUENCE, HINT));
        clock.advance(HINT);
        poller.refreshNow("other.org");
        assertThat(poller.bundles().get("other.org").x509Authorities()).isEqualTo(rotated.authorities());
    }

    @Test
    void outOfTurnThereIsAGapOfFiveSeconds() {
        source.gives(other.bundle(1, HINT));
        federations.put(web("other.org"));
        poller.reload();
        assertThat(poller.refreshNow("other.org")).isTrue();
        assertThat(poller.refreshNow("other.org")).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(poller.refreshNow("other.org")).isTrue();
        assertThat(source.fetches).hasValue(2);
        assertThatThrownBy(() -> poller.refreshNow("unknown.org")).isInstanceOf(FaultException.class);
    }

    @Test
    void anEndpointThatHangsDelaysNobody() {
        CountDownLatch hanging = new CountDownLatch(1);
        source.next = (federation, known) -> {
            if (federation.trustDomain().equals("other.org")) {
                try {
                    hanging.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            return third.bundle(1, HINT);
        };
        federations.put(web("other.org"));
        federations.put(web("third.org"));
        poller.start();
        Await.until("the other's bundle", SOON, () -> poller.bundles().containsKey("third.org"));
        clock.advance(Duration.ofSeconds(6));
        assertThat(poller.refreshNow("other.org")).as("it is under way").isFalse();
        hanging.countDown();
    }

    @Test
    void whatAnotherProcessPutsIsTakenUp() {
        source.gives(other.bundle(1, HINT));
        poller.start();
        awaitTurns();
        federations.put(web("other.org"));
        clock.advance(FetchRules.DEFAULT.reload());
        Await.until("the new federation's bundle", SOON, () -> poller.bundles().containsKey("other.org"));
    }

    @Test
    void afterARestartTheLastBundleIsThereBeforeAnyFetch() {
        source.gives(rotated.bundle(7, HINT));
        federations.put(spiffe(URI.create("https://localhost/bundle")));
        poller.reload();
        assertThat(poller.bundles().get("other.org").x509Authorities())
                .as("the initial bundle")
                .isEqualTo(other.authorities());
        poller.refreshNow("other.org");
        FederationPoller restarted = poller(source);
        restarted.reload();
        assertThat(restarted.bundles()).isEqualTo(Map.of("other.org", rotated.bundle(7, HINT)));
        // And so is what its sequence forbids.
        source.gives(other.bundle(6, HINT));
        restarted.refreshNow("other.org");
        assertThat(restarted.statuses().getFirst().error()).contains("sequence 6 after 7");
    }

    @Test
    void aResultForAFederationPutAnewInTheMeantimeIsDropped() {
        federations.put(web("other.org"));
        poller.reload();
        source.next = (federation, known) -> {
            federations.put(spiffe(URI.create("https://localhost/bundle")));
            poller.reload();
            return rotated.bundle(9, HINT);
        };
        poller.refreshNow("other.org");
        assertThat(poller.bundles().get("other.org").x509Authorities()).isEqualTo(other.authorities());
        assertThat(federations.lastBundle("other.org")).isEmpty();
    }

    /// All together, with a real server whose trust domain rotates its keys (Federation, section 5.2.2.4).
    @Test
    void aRotationIsFollowedOverTheChannelThatItConcerns() throws Exception {
        InstantSource real = InstantSource.system();
        BundleFetcher fetcher = new BundleFetcher(FetchSettings.DEFAULT, real);
        FederationPoller whole = new FederationPoller(
                federations,
                fetcher,
                new NoBundle(),
                new FetchRules(HINT, HINT, Duration.ZERO, HINT),
                real,
                new Random(1));
        TrustBundle both = new TrustBundle(
                "other.org",
                List.of(other.authorities().getFirst(), rotated.authorities().getFirst()),
                Map.of(),
                2,
                HINT);
        try (TlsEndpoint before = new TlsEndpoint(other.svid("bundles"));
                TlsEndpoint after = new TlsEndpoint(rotated.svid("bundles"))) {
            after.answers(BundleDocument.write(rotated.bundle(3, HINT)));
            federations.put(spiffe(after.uri()));
            whole.reload();
            whole.refreshNow("other.org");
            assertThat(whole.statuses().getFirst().error()).contains("not the one expected");

            before.answers(BundleDocument.write(both));
            federations.put(spiffe(before.uri()));
            whole.reload();
            whole.refreshNow("other.org");
            assertThat(whole.bundles()).isEqualTo(Map.of("other.org", both));

            federations.put(spiffe(after.uri()));
            whole.reload();
            whole.refreshNow("other.org");
            assertThat(whole.bundles()).isEqualTo(Map.of("other.org", rotated.bundle(3, HINT)));
        }
    }

    @Test
    void aMalformedOrOversizeDocumentLeavesTheOldBundle() throws Exception {
        FederationPoller whole = new FederationPoller(
                federations,
                new BundleFetcher(FetchSettings.DEFAULT, InstantSource.system()),
                new NoBundle(),
                new FetchRules(HINT, HINT, Duration.ZERO, HINT),
                InstantSource.system(),
                new Random(1));
        try (TlsEndpoint endpoint = new TlsEndpoint(other.svid("bundles"))) {
            endpoint.answers(BundleDocument.write(other.bundle(1, HINT)));
            federations.put(spiffe(endpoint.uri()));
            whole.reload();
            whole.refreshNow("other.org");
            for (String bad : List.of("{", "{\"keys\":[]" + " ".repeat(2 << 20) + "}")) {
                endpoint.answers(bad);
                assertThat(whole.refreshNow("other.org")).isTrue();
                assertThat(whole.statuses().getFirst().error()).isNotEmpty();
                assertThat(whole.bundles()).isEqualTo(Map.of("other.org", other.bundle(1, HINT)));
            }
        }
    }

    private FederationPoller poller(BundleSource from) {
        FederationPoller made =
                new FederationPoller(federations, from, new NoBundle(), FetchRules.DEFAULT, clock, new Random(1));
        made.listen(changes::incrementAndGet);
        return made;
    }

    private void awaitFetches(int count) {
        Await.value("fetches", SOON, source.fetches::get, made -> made >= count);
    }

    private void awaitNext(Instant at) {
        Await.value("the next fetch", SOON, () -> poller.statuses().getFirst().nextFetch(), next -> next.equals(at));
    }

    /// Lets the poller look at the clock: another federation, due at once, is fetched after whatever else was due.
    private void awaitTurns() {
        int before = source.fetches.get();
        BundleSource usual = source.next;
        source.next = (federation, known) -> {
            if (federation.trustDomain().equals("third.org")) {
                source.fetches.decrementAndGet();
                return third.bundle(1, Duration.ofDays(1));
            }
            return usual.fetch(federation, known);
        };
        federations.put(web("third.org"));
        poller.reload();
        Await.until("a turn of the poller", SOON, () -> poller.bundles().containsKey("third.org"));
        federations.delete("third.org");
        poller.reload();
        source.next = usual;
        assertThat(source.fetches).hasValueGreaterThanOrEqualTo(before);
    }

    private static Federation spiffe(URI endpoint) {
        return new Federation(
                "other.org", endpoint, Profile.HTTPS_SPIFFE, Optional.of(other.id("bundles")), other.authorities());
    }

    private static Federation web(String trustDomain) {
        return new Federation(
                trustDomain, URI.create("https://localhost/bundle"), Profile.HTTPS_WEB, Optional.empty(), List.of());
    }
}
