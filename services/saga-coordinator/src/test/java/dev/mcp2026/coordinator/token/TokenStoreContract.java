package dev.mcp2026.coordinator.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.participant.Token;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.coordinator.token.TokenStore.Claim;
import dev.mcp2026.coordinator.token.TokenStore.Settled;
import dev.mcp2026.saga.StepName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every token store keeps, over a store of its own and a second one that shares it.
abstract class TokenStoreContract {
    static final Duration LONG = Duration.ofMinutes(10);
    static final Token TOKEN = token("order/7");
    static final Holder FIRST = new Holder("c1", 1);
    static final Holder SECOND = new Holder("c2", 2);

    abstract TokenStore store();

    /// Another coordinator's.
    abstract TokenStore other();

    /// Lets a lease of `span` that was given just now end.
    abstract void outlive(Duration span);

    static Token token(String resource) {
        SagaId saga = SagaId.next(Shard.ALL.getFirst(), Instant.EPOCH, new Random(1));
        return Token.of(saga, new StepName("pay"), Side.ACTION, resource);
    }

    @Test
    void aFreeTokenIsClaimedAndHeldAgainstOthers() {
        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Claimed());

        assertThat(other().claim(TOKEN, SECOND, LONG)).isInstanceOfSatisfying(Claim.Held.class, held -> {
            assertThat(held.by()).isEqualTo("c1");
            assertThat(held.left()).isPositive().isLessThanOrEqualTo(LONG);
        });
        assertThat(other().claim(token("order/8"), SECOND, LONG)).isEqualTo(new Claim.Claimed());
    }

    @Test
    void itsHolderMayClaimItAgain() {
        store().claim(TOKEN, FIRST, LONG);

        assertThat(other().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Claimed());
        assertThat(other().claim(TOKEN, new Holder("c2", 1), LONG)).isInstanceOf(Claim.Held.class);
    }

    @Test
    void aDoneTokenAnswersItsResultToEachThatIsNotOlder() {
        store().claim(TOKEN, FIRST, LONG);
        assertThat(store().done(TOKEN, FIRST, "{\"n\":1}")).isEqualTo(Settled.KEPT);

        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Done("{\"n\":1}"));
        assertThat(other().claim(TOKEN, SECOND, LONG)).isEqualTo(new Claim.Done("{\"n\":1}"));
        assertThat(store().done(TOKEN, FIRST, "{\"n\":2}")).isEqualTo(Settled.KEPT);
        store().release(TOKEN, FIRST);
        assertThat(other().claim(TOKEN, SECOND, LONG)).isEqualTo(new Claim.Done("{\"n\":1}"));
    }

    @Test
    void oneWhoseHolderDiedIsTakenOverWhenItsLeaseIsOver() {
        Duration lease = Duration.ofMillis(200);
        store().claim(TOKEN, FIRST, lease);
        outlive(lease);

        assertThat(other().claim(TOKEN, SECOND, LONG)).isEqualTo(new Claim.Claimed());
        assertThat(store().done(TOKEN, FIRST, "1")).isEqualTo(Settled.LOST);
        store().release(TOKEN, FIRST);
        assertThat(store().claim(TOKEN, new Holder("c3", 2), LONG)).isInstanceOf(Claim.Held.class);
        assertThat(other().done(TOKEN, SECOND, "2")).isEqualTo(Settled.KEPT);
        assertThat(store().claim(TOKEN, SECOND, LONG)).isEqualTo(new Claim.Done("2"));
    }

    @Test
    void anEndThatComesLateButBeforeATakeoverIsKept() {
        Duration lease = Duration.ofMillis(200);
        store().claim(TOKEN, FIRST, lease);
        outlive(lease);

        assertThat(store().done(TOKEN, FIRST, "1")).isEqualTo(Settled.KEPT);
        assertThat(other().claim(TOKEN, SECOND, LONG)).isEqualTo(new Claim.Done("1"));
    }

    @Test
    void anOlderEpochIsFenced() {
        other().claim(TOKEN, SECOND, LONG);

        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Fenced(2));
        other().release(TOKEN, SECOND);
        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Fenced(2));
        other().claim(TOKEN, SECOND, LONG);
        other().done(TOKEN, SECOND, "1");
        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Fenced(2));
    }

    @Test
    void anotherResourceUnderTheSameTokenIsACollision() {
        Token twin = new Token(TOKEN.value(), "order/whose-hash-is-the-same");
        store().claim(TOKEN, FIRST, LONG);

        assertThat(other().claim(twin, SECOND, LONG)).isEqualTo(new Claim.Collision("order/7"));
        store().done(TOKEN, FIRST, "1");
        assertThat(other().claim(twin, SECOND, LONG)).isEqualTo(new Claim.Collision("order/7"));
    }

    @Test
    void whatIsGivenBackIsFree() {
        store().claim(TOKEN, FIRST, LONG);
        other().release(TOKEN, SECOND);
        assertThat(other().claim(TOKEN, SECOND, LONG)).isInstanceOf(Claim.Held.class);

        store().release(TOKEN, FIRST);

        assertThat(other().claim(TOKEN, SECOND, LONG)).isEqualTo(new Claim.Claimed());
        assertThat(store().done(TOKEN, FIRST, "1")).isEqualTo(Settled.LOST);
    }

    @Test
    void anEndWithoutAClaimIsLost() {
        assertThat(store().done(TOKEN, FIRST, "1")).isEqualTo(Settled.LOST);
        store().release(TOKEN, FIRST);
        assertThat(store().claim(TOKEN, FIRST, LONG)).isEqualTo(new Claim.Claimed());
    }

    @Test
    void ofManyAtOnceOneGetsIt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Claim>> claims = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Holder holder = new Holder("c" + i, 1);
                TokenStore mine = i % 2 == 0 ? store() : other();
                claims.add(threads.submit(() -> mine.claim(TOKEN, holder, LONG)));
            }
            int claimed = 0;
            for (Future<Claim> claim : claims) {
                claimed += claim.get() instanceof Claim.Claimed ? 1 : 0;
            }
            assertThat(claimed).isEqualTo(1);
        }
    }
}
