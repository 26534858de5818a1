package dev.mcp2026.identity.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JwtCacheTest {
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final List<String> BILLING = List.of("billing");
    private static final Entry WEB = EntryTtl.jwt(TestCache.entry(TestCache.SHOP, "web", "unix:uid:1"), TTL);
    private static final Entry CHANGED = EntryTtl.jwt(TestCache.entry(TestCache.SHOP, "web", "unix:uid:2"), TTL);
    private static final Entry BANKS = EntryTtl.jwt(TestCache.entry(new TenantId("bank"), "web", "unix:uid:1"), TTL);

    private final FakeClock clock = new FakeClock();
    private final ScriptedAuthority authority = new ScriptedAuthority(clock);
    private final JwtCache cache = new JwtCache(authority, clock, MARGIN, 100);

    @AfterEach
    void release() {
        authority.release();
    }

    private void calls(int count) {
        assertThat(authority.calls).hasValue(count);
    }

    private void fails() {
        assertThatThrownBy(() -> cache.get(WEB, BILLING))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE));
    }

    @Test
    void makesOneCallOfAStorm() throws Exception {
        authority.hold();
        List<IssuedJwt> all = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            threads.add(Thread.ofVirtual().start(() -> all.add(cache.get(WEB, BILLING))));
        }
        Await.until("the call", TestCache.PATIENCE, () -> authority.calls.get() == 1);
        authority.release();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(all).hasSize(1000).containsOnly(cache.get(WEB, BILLING));
        calls(1);
    }

    @Test
    void servesForHalfOfItsLife() {
        IssuedJwt first = cache.get(WEB, BILLING);
        clock.advance(TTL.dividedBy(2).minus(TICK));
        assertThat(cache.get(WEB, BILLING)).isSameAs(first);
        clock.advance(TICK);
        assertThat(cache.get(WEB, BILLING)).isNotSameAs(first);
        calls(2);
    }

    @Test
    void servesToItsEndWhileTheAuthorityIsAway() {
        IssuedJwt first = cache.get(WEB, BILLING);
        authority.goAway();
        clock.advance(
                Duration.between(clock.instant(), first.notAfter().minus(MARGIN).minus(TICK)));
        assertThat(cache.get(WEB, BILLING)).isSameAs(first);
        clock.advance(TICK);
        fails();
        authority.comeBack();
        clock.advance(Duration.ofSeconds(10));
        assertThat(cache.get(WEB, BILLING)).isNotSameAs(first);
    }

    @Test
    void doesNotAskAnAuthorityThatIsAwayForEachCall() {
        cache.get(WEB, BILLING);
        clock.advance(TTL.dividedBy(2));
        authority.goAway();
        for (int i = 0; i < 50; i++) {
            cache.get(WEB, BILLING);
        }
        calls(2);
        clock.advance(TTL);
        for (int i = 0; i < 50; i++) {
            fails();
        }
        calls(3);
    }

    /// Verifiers may refuse a token that says it was issued later than now (RFC 7519, 4.1.6).
    @Test
    void asksAnewAfterItsClockWentBack() {
        clock.jump(Duration.ofDays(2));
        IssuedJwt ahead = cache.get(WEB, BILLING);
        clock.jump(Duration.ofDays(-2));
        assertThat(cache.get(WEB, BILLING)).isNotSameAs(ahead);
        calls(2);
        clock.jump(Duration.ofDays(2));
        authority.goAway();
        assertThatThrownBy(() -> cache.get(WEB, List.of("shipping"))).isInstanceOf(FaultException.class);
        authority.comeBack();
        clock.jump(Duration.ofDays(-2));
        cache.get(WEB, List.of("shipping"));
    }

    @Test
    void servesNothingOfAnIdentityThatWasWithdrawn() {
        cache.get(WEB, BILLING);
        clock.advance(TTL.dividedBy(2));
        authority.withdraw();
        assertThatThrownBy(() -> cache.get(WEB, BILLING)).isInstanceOf(FaultException.class);
    }

    @Test
    void tellsAudiencesApart() {
        IssuedJwt billing = cache.get(WEB, BILLING);
        assertThat(cache.get(WEB, List.of("shipping"))).isNotEqualTo(billing);
        assertThat(cache.get(WEB, List.of("billing", "shipping"))).isNotEqualTo(billing);
        assertThat(cache.get(WEB, List.of("billing shipping")).token()).contains("[billing shipping]");
        calls(4);
        assertThat(cache.get(WEB, List.of("shipping", "billing", "shipping")).token())
                .contains("[billing, shipping]");
        calls(4);
    }

    @Test
    void issuesAChangedEntryAnew() {
        cache.get(WEB, BILLING);
        cache.get(CHANGED, BILLING);
        calls(2);
    }

    @Test
    void neverAnswersOneTenantWithAnothersEntryOfTheSameName() {
        assertThat(cache.get(WEB, BILLING).token()).startsWith("shop/web");
        assertThat(cache.get(BANKS, BILLING).token()).startsWith("bank/web");
        assertThat(cache.get(WEB, BILLING).token()).startsWith("shop/web");
        calls(2);
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int i = 0; i < 1000; i++) {
            cache.get(WEB, List.of("audience" + i));
        }
        int before = authority.calls.get();
        for (int i = 0; i < 1000; i++) {
            cache.get(WEB, List.of("audience" + i));
        }
        assertThat(authority.calls.get() - before).isGreaterThanOrEqualTo(900);
    }
}
