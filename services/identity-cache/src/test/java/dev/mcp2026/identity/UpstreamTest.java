package dev.mcp2026.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.authority.Issued;
import dev.mcp2026.identity.authority.UpstreamAuthority;
import dev.mcp2026.identity.authority.UpstreamSettings;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import dev.mcp2026.servicekit.workload.Backoff;
import dev.mcp2026.servicekit.workload.WorkloadApiClient;
import dev.mcp2026.spiffe.JwtSvids;
import dev.mcp2026.spiffe.X509SvidRules;
import dev.mcp2026.testkit.await.Await;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache in front of an upstream's Workload API, which another cache serves as a SPIRE agent does.
final class UpstreamTest {
    @TempDir
    Path directory;

    private TestCache upstream;
    private TestCache cache;
    private final Entry web = TestCache.entry(TestCache.SHOP, "web", TestCache.me());

    @BeforeEach
    void start() {
        upstream = TestCache.start(directory.resolve("up"), TestCache.Options.usual());
        upstream.entries.put(web);
        cache = new TestCache(directory.resolve("cache"), TestCache.Options.usual(), authority(InstantSource.system()));
        Await.until(
                "the upstream's bundle",
                TestCache.PATIENCE,
                () -> cache.authority
                        .bundle()
                        .filter(bundle -> !bundle.jwtAuthorities().isEmpty())
                        .isPresent());
    }

    @AfterEach
    void stop() {
        cache.close();
        upstream.close();
    }

    private UpstreamAuthority authority(InstantSource clock) {
        return new UpstreamAuthority(
                TestCache.DOMAIN,
                new UpstreamSettings(
                        upstream.address(),
                        new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5)),
                clock);
    }

    private Issued get(Entry entry) {
        return cache.svids.get(entry).join();
    }

    @Test
    void handsOutWhatTheUpstreamIssued() {
        Issued issued = get(web);
        assertThat(X509SvidRules.validate(issued.svid().chain(), cache.bundles.own(), Instant.now()))
                .isEqualTo(web.id());
        assertThat(issued.svid().leaf())
                .isEqualTo(upstream.svids.get(web).join().svid().leaf());
    }

    @Test
    void tokensAreTheUpstreamsAndValidateHere() {
        String token = cache.jwts.get(web, List.of("billing")).token();
        assertThat(JwtSvids.validate(token, "billing", Map.of(TestCache.DOMAIN, cache.bundles.own()), Instant.now())
                        .id())
                .isEqualTo(web.id());
    }

    @Test
    void anIdentityThatTheUpstreamDoesNotKnowIsSaid() {
        Entry other = TestCache.entry(TestCache.SHOP, "other", TestCache.me());
        assertThatThrownBy(() -> get(other))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("has no SVID of");
    }

    @Test
    void handsOutNothingThatHasEndedAlsoWhereTheUpstreamAnswers() {
        InstantSource later = () -> Instant.now().plus(Duration.ofHours(2));
        try (UpstreamAuthority late = authority(later)) {
            late.start();
            Await.until("it answers", TestCache.PATIENCE, () -> late.bundle().isPresent());
            assertThatThrownBy(() -> late.x509(web))
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("ended at");
        }
    }

    @Test
    void whoAsksFirstWhileTheUpstreamIsAwayGetsWhatItToldLastAlsoPastHalfOfItsLife() {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
        try (UpstreamAuthority aging = authority(() -> Instant.now().plus(ahead.get()))) {
            aging.start();
            Await.until("it answers", TestCache.PATIENCE, () -> aging.bundle().isPresent());
            upstream.close();
            Await.until("noticed", TestCache.PATIENCE, () -> !aging.status().available());
            ahead.set(Duration.ofMinutes(40));
            Issued issued = aging.x509(web);
            assertThat(issued.svid().id()).isEqualTo(web.id());
            assertThat(issued.renewAt())
                    .as("looked for again soon")
                    .isBefore(Instant.now().plus(Duration.ofMinutes(41)));
        }
    }

    @Test
    void aWatcherThatFailsOnceIsToldAgain() {
        AtomicInteger messages = new AtomicInteger();
        List<Status.Code> ends = new CopyOnWriteArrayList<>();
        try (WorkloadApiClient client =
                new WorkloadApiClient(upstream.address(), new Backoff(Duration.ofMillis(20), Duration.ofMillis(200)))) {
            client.watchX509Svids(new WorkloadApiClient.Watcher<>() {
                @Override
                public void updated(X509SVIDResponse message) {
                    if (messages.incrementAndGet() == 1) {
                        throw new IllegalStateException("a bug");
                    }
                }

                @Override
                public void failed(Status status) {
                    ends.add(status.getCode());
                }
            });
            Await.until("told again", TestCache.PATIENCE, () -> messages.get() > 1);
            assertThat(ends).containsExactly(Status.Code.INTERNAL);
        }
    }

    @Test
    void rotationUpstreamReachesTheCacheAtOnce() {
        var before = get(web).svid().leaf();
        Await.until("subscribed upstream", TestCache.PATIENCE, () -> upstream.svids.renew(any -> true) > 0);
        Await.until(
                "rotated here",
                TestCache.PATIENCE,
                () -> !get(web).svid().leaf().equals(before));
    }

    /// The upstream answers, and has it no more: that is not its being away.
    @Test
    void anIdentityThatTheUpstreamWithdrewIsHandedOutNoMore() {
        Entry other = TestCache.entry(TestCache.SHOP, "other", TestCache.me());
        upstream.entries.put(other);
        Await.until("both", TestCache.PATIENCE, () -> isServed(other));
        assertThat(isServed(web)).isTrue();
        upstream.entries.delete(web.key());
        Await.until("withdrawn", TestCache.PATIENCE, () -> !isServed(web));
        assertThat(isServed(other)).isTrue();
    }

    private boolean isServed(Entry entry) {
        return cache.svids
                .get(entry)
                .handle((issued, failure) -> failure == null)
                .join();
    }

    /// Of the bundle that others fetch here: they refuse one whose number is lower than before.
    @Test
    void itsBundlesSequenceGrowsOverARestart() {
        long before = cache.authority.bundle().orElseThrow().sequence();
        try (UpstreamAuthority again = authority(() -> Instant.now().plus(Duration.ofMinutes(1)))) {
            again.start();
            Await.until("it answers", TestCache.PATIENCE, () -> again.bundle().isPresent());
            assertThat(again.bundle().orElseThrow().sequence()).isGreaterThan(before);
        }
    }

    @Test
    void whatItHasIsServedWhileTheUpstreamIsAwayAndItComesBack() {
        Issued issued = get(web);
        upstream.close();
        Await.until(
                "noticed", TestCache.PATIENCE, () -> !cache.authority.status().available());
        assertThat(get(web).svid().leaf()).isEqualTo(issued.svid().leaf());
        cache.svids.renew(any -> true);
        assertThat(get(web).svid().leaf())
                .as("asked for anew")
                .isEqualTo(issued.svid().leaf());
        assertThat(cache.bundles.own().x509Authorities()).isNotEmpty();
    }
}
