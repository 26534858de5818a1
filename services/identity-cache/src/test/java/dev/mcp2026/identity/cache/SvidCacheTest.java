package dev.mcp2026.identity.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.authority.Issued;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SvidCacheTest {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration RETRY_MAX = Duration.ofSeconds(8);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final int PER_TENANT = 10;
    private static final TenantId BANK = new TenantId("bank");
    private static final Entry WEB = TestCache.entry(TestCache.SHOP, "web", "unix:uid:1");
    private static final Entry CHANGED = TestCache.entry(TestCache.SHOP, "web", "unix:uid:2");
    private static final Entry BANKS = TestCache.entry(BANK, "web", "unix:uid:1");

    private final FakeClock clock = new FakeClock();
    private final ScriptedAuthority authority = new ScriptedAuthority(clock);
    private final List<Entry> renewed = new CopyOnWriteArrayList<>();
    private final Map<CacheEvents.Result, Integer> looks = new ConcurrentHashMap<>();
    private final SvidCache cache = cache();

    private SvidCache cache() {
        SvidCache made = new SvidCache(
                authority,
                new L1Settings(
                        TTL,
                        MARGIN,
                        RETRY,
                        RETRY_MAX,
                        new Limit("svids-per-tenant", PER_TENANT, "SVIDs"),
                        new Limit("issues", 4, "issues")),
                clock,
                new Random(1),
                new CacheEvents() {
                    @Override
                    public void looked(Result result) {
                        looks.merge(result, 1, Integer::sum);
                    }

                    @Override
                    public void issued(Duration took) {}

                    @Override
                    public void failed() {}
                });
        made.listen(renewed::add);
        return made;
    }

    @AfterEach
    void close() {
        authority.release();
        cache.close();
    }

    private Issued get(Entry entry) {
        return cache.get(entry)
                .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private void fails(Entry entry) {
        assertThatThrownBy(() -> get(entry))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE));
    }

    private void calls(int count) {
        assertThat(authority.calls).hasValue(count);
    }

    private void sweptUntil(int count) {
        cache.sweepOnce();
        Await.until(count + " calls", TestCache.PATIENCE, () -> authority.calls.get() == count);
        Await.until("no issue under way", TestCache.PATIENCE, () -> {
            cache.sweepOnce();
            return authority.calls.get() == count;
        });
    }

    private static Entry numbered(int i) {
        return TestCache.entry(TestCache.SHOP, "e" + i, "unix:uid:1");
    }

    @Test
    void makesOneCallOfAStorm() throws Exception {
        authority.hold();
        int storm = 1000;
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Issued>> all = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < storm; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                all.add(cache.get(WEB));
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        authority.release();
        assertThat(all).hasSize(storm);
        Issued one = get(WEB);
        assertThat(all).allSatisfy(each -> assertThat(each.join()).isSameAs(one));
        calls(1);
    }

    @Test
    void servesForItsTimeToLiveAndThenIssuesAnew() {
        Issued first = get(WEB);
        clock.advance(TTL.minus(TICK));
        assertThat(get(WEB)).isSameAs(first);
        calls(1);
        clock.advance(TICK);
        assertThat(get(WEB)).isNotSameAs(first);
        calls(2);
        assertThat(looks).containsEntry(CacheEvents.Result.HIT, 1).containsEntry(CacheEvents.Result.MISS, 2);
    }

    @Test
    void issuesAnewWhereLessIsLeftOfItsValidity() {
        Entry brief = EntryTtl.x509(WEB, Duration.ofMinutes(2));
        get(brief);
        clock.advance(Duration.ofMinutes(2).minus(MARGIN).minus(TICK));
        get(brief);
        calls(1);
        clock.advance(TICK);
        get(brief);
        calls(2);
    }

    @Test
    void servesASubscribedOneUntilItIsToBeRenewed() {
        Issued first = get(WEB);
        cache.subscribe(WEB);
        clock.advance(TTL.multipliedBy(2));
        assertThat(get(WEB)).isSameAs(first);
        cache.sweepOnce();
        calls(1);
        clock.advance(Duration.between(clock.instant(), first.renewAt()));
        cache.sweepOnce();
        Await.until("it to be renewed", TestCache.PATIENCE, () -> renewed.size() == 1);
        calls(2);
        assertThat(get(WEB)).isNotSameAs(first);
        cache.sweepOnce();
        calls(2);
    }

    @Test
    void renewsUpToATenthEarlySoThatNotAllComeAtOnce() {
        List<Duration> early = new ArrayList<>();
        for (int i = 0; i < PER_TENANT; i++) {
            Issued issued = get(numbered(i));
            cache.subscribe(numbered(i));
            early.add(Duration.between(
                    cache.cached(numbered(i)::equals).getFirst().renewAt(), issued.renewAt()));
        }
        assertThat(early)
                .allMatch(one -> !one.isNegative() && one.compareTo(ScriptedAuthority.LIFE.dividedBy(20)) <= 0);
        assertThat(early.stream().distinct()).hasSizeGreaterThan(PER_TENANT / 2);
    }

    @Test
    void neverDropsASubscribedOne() {
        for (int i = 0; i < PER_TENANT; i++) {
            get(numbered(i));
            cache.subscribe(numbered(i));
        }
        for (int i = PER_TENANT; i < 20 * PER_TENANT; i++) {
            get(numbered(i));
        }
        assertThat(cache.cached(any -> true).stream().filter(one -> one.subscribers() > 0))
                .hasSize(PER_TENANT);
        int before = authority.calls.get();
        for (int i = 0; i < PER_TENANT; i++) {
            get(numbered(i));
        }
        calls(before);
    }

    @Test
    void dropsOthersBeyondItsLimit() {
        for (int i = 0; i < 20 * PER_TENANT; i++) {
            get(numbered(i));
        }
        assertThat(cache.cached(any -> true)).hasSizeLessThanOrEqualTo(PER_TENANT);
    }

    @Test
    void hasALimitOfSubscribedOnesForEachTenant() {
        for (int i = 0; i < PER_TENANT; i++) {
            cache.subscribe(numbered(i));
        }
        cache.subscribe(numbered(0));
        for (int again = 0; again < 3; again++) {
            assertThatThrownBy(() -> cache.subscribe(WEB))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED));
        }
        cache.subscribe(BANKS);
        cache.unsubscribe(numbered(1));
        cache.subscribe(WEB);
    }

    /// Each change of an entry that has subscribers, as the hub makes it, leaves as much room as there was.
    @Test
    void countsAnEntryThatChangedOnce() {
        Entry now = WEB;
        cache.subscribe(now);
        for (int i = 0; i < 3 * PER_TENANT; i++) {
            Entry next = TestCache.entry(TestCache.SHOP, "web", "unix:uid:" + (100 + i));
            get(next);
            cache.forget(now);
            cache.unsubscribe(now);
            cache.subscribe(next);
            now = next;
        }
        for (int i = 1; i < PER_TENANT; i++) {
            cache.subscribe(numbered(i));
        }
        assertThatThrownBy(() -> cache.subscribe(numbered(0))).isInstanceOf(FaultException.class);
    }

    /// One that is deleted and put again before its subscribers have gone is theirs still.
    @Test
    void renewsAnEntryThatWasAwayForAMoment() {
        cache.subscribe(WEB);
        get(WEB);
        cache.forget(WEB);
        Issued second = get(WEB);
        clock.advance(Duration.between(clock.instant(), second.renewAt()));
        cache.sweepOnce();
        Await.until("it to be renewed", TestCache.PATIENCE, () -> authority.calls.get() == 3);
        cache.unsubscribe(WEB);
        for (int i = 0; i < PER_TENANT; i++) {
            cache.subscribe(numbered(i));
        }
    }

    /// Who read the entry before it changed may ask for it after: that takes its place, and nobody's subscription.
    @Test
    void renewsASubscribedOneWhosePlaceALateLookAtItsFormerEntryTook() {
        Entry before = TestCache.entry(TestCache.SHOP, "web", "unix:uid:100");
        Entry after = changedLater(WEB);
        cache.subscribe(after);
        get(after);
        get(before);
        calls(2);
        sweptUntil(3);
        assertThat(renewed).hasSize(2).containsOnly(after);
        clock.advance(ScriptedAuthority.LIFE.dividedBy(2));
        sweptUntil(4);
    }

    /// The other way round, as each change of an entry goes: what is new stays.
    @Test
    void doesNotTakeUpAFormerEntryThatIsSubscribedStill() {
        Entry after = changedLater(WEB);
        cache.subscribe(WEB);
        get(WEB);
        Issued second = get(after);
        cache.forget(WEB);
        sweptUntil(2);
        assertThat(get(after)).isEqualTo(second);
    }

    private static Entry changedLater(Entry entry) {
        return new Entry(
                entry.key(),
                entry.id(),
                entry.selectors(),
                entry.x509Ttl(),
                entry.jwtTtl(),
                entry.dnsNames(),
                "later",
                entry.federatesWith(),
                entry.fixed(),
                entry.changed().plusSeconds(1));
    }

    /// Its certificate begins a moment before it was issued: right after the clock was set back it is not valid.
    @Test
    void servesNothingThatIsNotValidYetAfterItsClockWentBack() {
        clock.jump(Duration.ofDays(2));
        cache.subscribe(WEB);
        Issued ahead = get(WEB);
        clock.jump(Duration.ofDays(-2));
        Issued now = get(WEB);
        assertThat(now).isNotEqualTo(ahead);
        assertThat(now.svid().leaf().getNotBefore().toInstant()).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    void doesNotWaitForARetryOfTheTimeBeforeItsClockWentBack() {
        clock.jump(Duration.ofDays(2));
        authority.goAway();
        fails(WEB);
        authority.comeBack();
        clock.jump(Duration.ofDays(-2));
        assertThat(get(WEB).svid().id()).isEqualTo(WEB.id());
    }

    @Test
    void doesNotRenewWhatNobodyIsSubscribedToAnyMore() {
        get(WEB);
        cache.subscribe(WEB);
        cache.subscribe(WEB);
        cache.unsubscribe(WEB);
        clock.advance(ScriptedAuthority.LIFE.dividedBy(2));
        sweptUntil(2);
        cache.unsubscribe(WEB);
        clock.advance(ScriptedAuthority.LIFE.dividedBy(2));
        cache.sweepOnce();
        calls(2);
    }

    @Test
    void servesWhatItHasWhileTheAuthorityIsAway() {
        Issued first = get(WEB);
        authority.goAway();
        clock.advance(TTL);
        while (clock.instant().isBefore(first.notAfter().minus(MARGIN))) {
            assertThat(get(WEB)).isSameAs(first);
            clock.advance(Duration.ofSeconds(10));
        }
        fails(WEB);
        authority.comeBack();
        clock.advance(RETRY_MAX);
        assertThat(get(WEB)).isNotSameAs(first);
    }

    @Test
    void neverServesWhatIsAtItsEnd() {
        Issued first = get(WEB);
        cache.subscribe(WEB);
        authority.goAway();
        clock.advance(
                Duration.between(clock.instant(), first.notAfter().minus(MARGIN).minus(TICK)));
        assertThat(get(WEB)).isSameAs(first);
        clock.advance(TICK);
        fails(WEB);
    }

    @Test
    void asksAnAuthorityThatIsAwayEverLessOften() {
        authority.goAway();
        int expected = 0;
        for (long pause : new long[] {1, 2, 4, 8, 8, 8}) {
            for (int i = 0; i < 50; i++) {
                fails(WEB);
            }
            calls(++expected);
            clock.advance(Duration.ofSeconds(pause).minus(TICK));
            fails(WEB);
            calls(expected);
            clock.advance(TICK);
        }
        authority.comeBack();
        get(WEB);
        // And from the beginning the next time.
        authority.goAway();
        clock.advance(ScriptedAuthority.LIFE);
        fails(WEB);
        clock.advance(RETRY);
        int before = authority.calls.get();
        fails(WEB);
        calls(before + 1);
    }

    @Test
    void makesOneCallForEachPauseWhileSubscribersAreServedStaleOnes() {
        Issued first = get(WEB);
        cache.subscribe(WEB);
        authority.goAway();
        clock.advance(Duration.between(clock.instant(), first.renewAt()));
        sweptUntil(2);
        for (int i = 0; i < 20; i++) {
            assertThat(get(WEB)).isSameAs(first);
            cache.sweepOnce();
        }
        calls(2);
        assertThat(cache.cached(any -> true).getFirst().stale()).isTrue();
        authority.comeBack();
        clock.advance(RETRY);
        sweptUntil(3);
        Await.until("it to be told of", TestCache.PATIENCE, () -> renewed.equals(List.of(WEB)));
        assertThat(cache.cached(any -> true).getFirst().stale()).isFalse();
    }

    @Test
    void issuesAChangedEntryAnew() {
        Issued first = get(WEB);
        assertThat(get(CHANGED)).isNotSameAs(first);
        calls(2);
        cache.forget(WEB);
        get(CHANGED);
        calls(2);
    }

    @Test
    void doesNotServeAnEntryThatIsGone() {
        get(WEB);
        cache.forget(WEB);
        assertThat(cache.cached(any -> true)).isEmpty();
        authority.goAway();
        fails(WEB);
    }

    @Test
    void neverAnswersOneTenantWithAnothersEntryOfTheSameName() {
        Issued shops = get(WEB);
        Issued banks = get(BANKS);
        assertThat(shops.svid().id()).isEqualTo(WEB.id());
        assertThat(banks.svid().id()).isEqualTo(BANKS.id());
        calls(2);
        cache.subscribe(WEB);
        cache.forget(BANKS);
        assertThat(get(WEB)).isSameAs(shops);
        authority.goAway();
        fails(BANKS);
        assertThat(cache.cached(entry -> entry.tenant().equals(BANK))).isEmpty();
    }

    @Test
    void keepsOneTenantsMassesFromAnothersPartition() {
        Issued banks = get(BANKS);
        for (int i = 0; i < 20 * PER_TENANT; i++) {
            get(numbered(i));
        }
        assertThat(get(BANKS)).isSameAs(banks);
    }

    @Test
    void renewsAtOnceWhatIsSubscribedAndTheRestWhenItIsAskedFor() {
        Issued subscribed = get(WEB);
        cache.subscribe(WEB);
        Issued other = get(numbered(1));
        assertThat(cache.renew(any -> true)).isEqualTo(1);
        Await.until("it to be renewed", TestCache.PATIENCE, () -> renewed.equals(List.of(WEB)));
        calls(3);
        assertThat(get(WEB)).isNotSameAs(subscribed);
        assertThat(get(numbered(1))).isNotSameAs(other);
        assertThat(cache.renew(entry -> entry.tenant().equals(BANK))).isZero();
    }

    /// What was asked for before its issuer was replaced may come from the old one.
    @Test
    void issuesAgainWhatWasUnderWayWhenAllWasToBeRenewed() {
        cache.subscribe(WEB);
        authority.hold();
        CompletableFuture<Issued> underWay = cache.get(WEB);
        Await.until("the call", TestCache.PATIENCE, () -> authority.calls.get() == 1);
        cache.renew(any -> true);
        authority.release();
        underWay.join();
        sweptUntil(2);
    }

    @Test
    void aListenerThatFailsKeepsNobodyWaiting() {
        cache.listen(entry -> {
            throw new IllegalStateException("a bug");
        });
        cache.subscribe(WEB);
        assertThat(get(WEB).svid().id()).isEqualTo(WEB.id());
        assertThat(cache.cached(any -> true))
                .singleElement()
                .satisfies(one -> assertThat(one.stale()).isFalse());
    }

    @Test
    void goesOnAfterABug() {
        SvidCache broken = new SvidCache(
                (dev.mcp2026.identity.authority.Authority) java.lang.reflect.Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {dev.mcp2026.identity.authority.Authority.class},
                        (proxy, method, arguments) -> {
                            throw new IllegalStateException("a bug");
                        }),
                new L1Settings(TTL, MARGIN, RETRY, RETRY_MAX, new Limit("x", 1, "x"), new Limit("y", 1, "y")),
                clock,
                new Random(1),
                CacheEvents.none());
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> broken.get(WEB).join()).hasRootCauseMessage("a bug");
            clock.advance(RETRY_MAX);
        }
    }
}
