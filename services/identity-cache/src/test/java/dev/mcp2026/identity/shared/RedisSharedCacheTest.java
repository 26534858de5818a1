package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import dev.mcp2026.testkit.process.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSharedCacheTest extends SharedCacheContract {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// Long, for a busy machine.
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final FakeClock clock = new FakeClock();
    private RedisFixture redis;
    private Redis client;
    private SharedCache cache;
    private SharedCache replica;

    @BeforeEach
    void start() {
        assumeTrue(RedisServer.available(), "redis-server is not installed");
        redis = new RedisFixture(RedisServer.start());
        client = redis.client("");
        cache = on(client, TIMEOUT);
        replica = on(redis.client(""), TIMEOUT);
    }

    @AfterEach
    void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    SharedCache cache() {
        return cache;
    }

    @Override
    SharedCache replica() {
        return replica;
    }

    @Override
    void outlive(SharedKey key, Duration ttl) {
        Await.until("the end of " + key, SOON, () -> exists(key) == 0);
    }

    @Override
    void plant(SharedKey key, byte[] value) {
        RedisFixture.send(client, Command.SET, RedisSharedCache.name(key), value);
    }

    @Override
    void breakDown() {
        redis.server().process().kill();
    }

    @Test
    void redisItselfForgetsTheEntryInTime() {
        cache.put(KEY, bytes(1), Duration.ofMillis(123_456));

        long left = RedisFixture.send(client, Command.PTTL, RedisSharedCache.name(KEY))
                .toLong();

        assertThat(left).isBetween(60_000L, 123_456L);
    }

    @Test
    void afterRedisWasKilledAndIsBackCallsAreAnsweredAgain() {
        cache.put(KEY, bytes(1), LONG);
        redis.server().process().kill();
        refused(FaultKind.UNAVAILABLE, () -> cache.get(KEY));

        redis.server().restart();
        clock.advance(PAUSE);

        Await.asserted("an answer", SOON, () -> {
            clock.advance(PAUSE);
            cache.put(KEY, bytes(2), LONG);
        });
        assertThat(cache.get(KEY)).hasValue(bytes(2));
    }

    @Test
    void aRedisThatHangsCostsOneTimeoutPerPauseAndNotOnePerCall() {
        SharedCache impatient = on(client, Duration.ofMillis(200));
        cache.put(KEY, bytes(1), LONG);
        redis.server().process().pause();

        assertThatThrownBy(() -> impatient.get(KEY)).hasMessageContaining("no answer within PT0.2S");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> impatient.get(KEY)).hasMessageContaining("it did not answer a moment ago");
        }
        redis.server().process().resume();
        Await.asserted("an answer", SOON, () -> {
            clock.advance(PAUSE);
            assertThat(impatient.get(KEY)).hasValue(bytes(1));
        });
    }

    @Test
    void moreCallsThanTheLimitWaitNoLongerThanTheTimeout() {
        SharedCache none = new RedisSharedCache(
                client,
                new RedisSettings(Duration.ofMillis(1), PAUSE, VALUE_BYTES, new Limit("c", 0, "calls")),
                () -> 1);

        assertThatThrownBy(() -> none.get(KEY)).hasMessageContaining("all 0 calls are under way");
    }

    @Test
    void aKeyThatHoldsNoStringIsAnEmptyValueAndCanBeReplaced() {
        RedisFixture.send(client, Command.LPUSH, RedisSharedCache.name(KEY), "x");

        assertThat(cache.get(KEY)).hasValue(new byte[0]);
        cache.put(KEY, bytes(1), LONG);
        assertThat(cache.get(KEY)).hasValue(bytes(1));
    }

    @Test
    void aFullRedisIsUnavailableForWritesAndStillReads() {
        cache.put(KEY, bytes(1), LONG);
        RedisFixture.send(client, Command.CONFIG, "SET", "maxmemory", "1");

        assertThatThrownBy(() -> cache.put(KEY, bytes(2), LONG)).hasMessageContaining("it refuses with OOM");
        assertThat(cache.get(KEY)).hasValue(bytes(1));
    }

    @Test
    void withTheRightPasswordItWorksAndWithoutNothingIsSaidOfIt() {
        try (RedisFixture secured = new RedisFixture(RedisServer.startWithPassword("c0rrect"))) {
            SharedCache known = on(secured.client(":c0rrect@"), TIMEOUT);
            known.put(KEY, bytes(1), LONG);
            assertThat(known.get(KEY)).hasValue(bytes(1));

            SharedCache wrong = on(secured.client(":wr0ng@"), TIMEOUT);
            SharedCache without = on(secured.client(""), TIMEOUT);
            for (SharedCache each : new SharedCache[] {wrong, without}) {
                assertThatThrownBy(() -> each.get(KEY))
                        .isInstanceOf(FaultException.class)
                        .satisfies(e ->
                                assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.UNAVAILABLE))
                        .hasMessageNotContaining("wr0ng");
            }
        }
    }

    private SharedCache on(Redis client, Duration timeout) {
        RedisSettings settings = new RedisSettings(timeout, PAUSE, VALUE_BYTES, new Limit("calls", 16, "calls"));
        return new RedisSharedCache(client, settings, clock::nanoTime);
    }

    private long exists(SharedKey key) {
        return RedisFixture.send(client, Command.EXISTS, RedisSharedCache.name(key))
                .toLong();
    }
}
