package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.identity.TestAuthority;
import dev.mcp2026.identity.shared.SharedKey.Kind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.testkit.process.RedisServer;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.trust.Svid;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Somebody writes to Redis what they like: changed, cut, mixed and moved entries. None is ever believed, and nothing
/// else
/// happens.
class SignedCacheFuzzTest {
    private static final int MUTATIONS = 150;
    private static final Duration LONG = Duration.ofDays(20);

    private static RedisFixture redis;
    private static Redis client;

    private final InstantSource clock = InstantSource.system();
    private final TestAuthority authority = new TestAuthority("mcp2026.local", clock.instant());
    private final Svid svid = authority.identityCache("a");
    private final Refusals seen = new Refusals();

    static LongStream seeds() {
        return Seeds.fixed(6);
    }

    @BeforeAll
    static void start() {
        assumeTrue(RedisServer.available(), "redis-server is not installed");
        redis = new RedisFixture(RedisServer.start());
        client = redis.client("");
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noMutationIsEverBelieved(long seed) {
        Random random = new Random(seed);
        RedisSettings settings = new RedisSettings(
                Duration.ofSeconds(10),
                Duration.ZERO,
                RedisSettings.defaults().valueBytes(),
                RedisSettings.defaults().calls());
        SignedCache cache = new SignedCache(
                new RedisSharedCache(client, settings, System::nanoTime),
                SignedCacheSettings.defaults(),
                () -> svid,
                authority::bundle,
                clock,
                seen);
        List<SharedKey> keys = List.of(key("acme", "one"), key("acme", "two"), key("evil", "one"));
        for (int i = 0; i < MUTATIONS; i++) {
            SharedKey at = keys.get(random.nextInt(keys.size()));
            SharedKey from = keys.get(random.nextInt(keys.size()));
            byte[] content = new byte[random.nextInt(500)];
            random.nextBytes(content);
            assertThat(cache.put(at, content, clock.instant().plus(LONG))).isTrue();
            byte[] good = stored(at);
            cache.put(from, content, clock.instant().plus(LONG));
            byte[] other = stored(from);
            byte[] mutated = mutate(random, good, other);
            RedisFixture.send(client, Command.SET, RedisSharedCache.name(at), mutated);

            Optional<byte[]> got = cache.get(at);

            boolean genuine = Arrays.equals(mutated, good) || at.equals(from) && Arrays.equals(mutated, other);
            assertThat(got.isPresent()).as("seed %d, mutation %d", seed, i).isEqualTo(genuine);
        }
        assertThat(seen.refused().size()).isGreaterThan(MUTATIONS / 2);
        assertThat(seen.unavailable()).isEmpty();
    }

    private static byte[] mutate(Random random, byte[] good, byte[] other) {
        byte[] bytes = good.clone();
        switch (random.nextInt(7)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(Math.min(80, bytes.length))] = (byte) random.nextInt(256);
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(400_000));
            case 4 -> bytes = other;
            case 5 -> {
                // The front of one and the end of the other.
                int cut = random.nextInt(Math.min(bytes.length, other.length));
                System.arraycopy(other, cut, bytes, cut, Math.min(bytes.length, other.length) - cut);
            }
            default -> {
                bytes = new byte[1 + random.nextInt(2000)];
                random.nextBytes(bytes);
            }
        }
        return bytes;
    }

    private static byte[] stored(SharedKey key) {
        return RedisFixture.send(client, Command.GET, RedisSharedCache.name(key))
                .toBytes();
    }

    private static SharedKey key(String tenant, String name) {
        return new SharedKey(new TenantId(tenant), Kind.BUNDLE, name);
    }
}
