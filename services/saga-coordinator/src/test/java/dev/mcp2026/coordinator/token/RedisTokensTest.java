package dev.mcp2026.coordinator.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.coordinator.token.TokenStore.Claim;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import dev.mcp2026.testkit.process.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RedisTokensTest extends TokenStoreContract {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final FakeClock clock = new FakeClock();
    private final Vertx vertx = Vertx.vertx();
    private RedisServer server;
    private Redis client;
    private Redis second;

    @BeforeEach
    void start() {
        assumeTrue(RedisServer.available(), "redis-server is not installed");
        server = RedisServer.start();
        client = client();
        second = client();
    }

    private Redis client() {
        String address = server.address().getAddress().getHostAddress() + ":"
                + server.address().getPort();
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString("redis://" + address)
                        .setNetClientOptions(new NetClientOptions().setIdleTimeout(30)));
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
            second.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (server != null) {
            server.close();
        }
    }

    private RedisTokens on(Redis redis, Duration timeout) {
        Limit calls = new Limit("mcp.saga.limits.redis-calls", 16, "calls");
        return new RedisTokens(
                redis,
                new CellId("cell1"),
                new RedisTokenSettings(timeout, PAUSE, Duration.ofDays(7), calls),
                clock::nanoTime);
    }

    @Override
    RedisTokens store() {
        return on(client, SOON);
    }

    @Override
    TokenStore other() {
        return on(second, SOON);
    }

    @Override
    void outlive(Duration span) {
        Await.until(
                "the claim's end",
                SOON,
                () -> send(Command.EXISTS, store().claim(TOKEN)).toInteger() == 0);
    }

    private Response send(Command command, String... arguments) {
        Request request = Request.cmd(command);
        List.of(arguments).forEach(request::arg);
        try {
            return client.send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(command + " failed", e);
        }
    }

    @Test
    void redisForgetsAllOfATokenInTheEnd() {
        store().claim(TOKEN, FIRST, LONG);
        assertThat(send(Command.PTTL, store().record(TOKEN)).toLong())
                .isBetween(1L, Duration.ofDays(7).toMillis());

        store().done(TOKEN, FIRST, "1");

        assertThat(send(Command.PTTL, store().record(TOKEN)).toLong())
                .isBetween(1L, Duration.ofDays(7).toMillis());
        assertThat(send(Command.EXISTS, store().claim(TOKEN)).toInteger()).isZero();
    }

    @Test
    void scriptsThatRedisHasForgottenAreSentAgain() {
        store().claim(TOKEN, FIRST, LONG);
        send(Command.SCRIPT, "FLUSH");

        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Claimed());
    }

    @Test
    void whatNobodyHereWroteIsAFaultAndNoClaim() {
        send(Command.SET, store().record(TOKEN), "x");
        unavailable("it refuses with WRONGTYPE");

        send(Command.DEL, store().record(TOKEN));
        send(Command.HSET, store().record(TOKEN), "resource", TOKEN.resource(), "epoch", "many");
        unavailable("it refuses with");
    }

    private void unavailable(String message) {
        assertThatThrownBy(() -> store().claim(TOKEN, FIRST, LONG))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE));
    }

    @Test
    void aRedisThatHangsCostsOneTimeoutPerPause() {
        RedisTokens impatient = on(client, Duration.ofMillis(200));
        impatient.claim(TOKEN, FIRST, LONG);
        server.process().pause();

        assertThatThrownBy(() -> impatient.claim(TOKEN, FIRST, LONG)).hasMessageContaining("no answer within PT0.2S");
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> impatient.claim(TOKEN, FIRST, LONG))
                    .hasMessageContaining("it did not answer a moment ago");
        }
        server.process().resume();
        Await.asserted("an answer", SOON, () -> {
            clock.advance(PAUSE);
            assertThat(impatient.claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Claimed());
        });
    }

    @Test
    void afterRedisWasKilledTokensCanBeClaimedAgain() {
        RedisTokens tokens = on(client, SOON);
        tokens.claim(TOKEN, FIRST, LONG);
        server.process().kill();
        assertThatThrownBy(() -> tokens.claim(TOKEN, FIRST, LONG)).hasMessageContaining("Redis: ");

        server.restart();

        Await.asserted("an answer", SOON, () -> {
            clock.advance(PAUSE);
            assertThat(tokens.claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Claimed());
        });
    }
}
