package dev.mcp2026.coordinator.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.participant.Token;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.template.Scope;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.clock.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuardedParticipantsTest {
    private static final StepName PAY = new StepName("pay");
    private static final TenantId TENANT = new TenantId("default");
    private static final Outcome DONE = new Outcome.Success(IntNode.valueOf(7));
    private static final Call CALL =
            DefinitionReader.read("saga.yaml", """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: order }
            spec:
              steps:
                - { step: pay, action: { http: { url: 'http://localhost:1/x' } }, compensation: { http: { url: 'http://localhost:1/x' } } }
            """, TENANT).step(PAY).action().call();

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final Deque<Outcome> answers = new ArrayDeque<>();
    private int calls;
    private Store store;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private EmbeddedTokens tokens() {
        return new EmbeddedTokens(store, new CellId("cell1"), clock);
    }

    private GuardedParticipants guarded(String owner, TokenStore tokens) {
        return new GuardedParticipants(
                request -> {
                    calls++;
                    return answers.remove();
                },
                tokens,
                owner,
                Duration.ofMinutes(1),
                EnumSet.of(Side.COMPENSATION));
    }

    private static Request request(Side side, long epoch, String resource) {
        SagaId saga = SagaId.next(Shard.ALL.getFirst(), Instant.EPOCH, new Random(1));
        return new Request(
                saga,
                TENANT,
                PAY,
                side,
                Token.of(saga, PAY, side, resource),
                epoch,
                CALL,
                new Scope(NullNode.instance, Map.of(), Map.of()),
                Duration.ofMillis(1),
                Instant.EPOCH);
    }

    private static Request undo(long epoch) {
        return request(Side.COMPENSATION, epoch, "order/7");
    }

    @Test
    void aSuccessIsKeptAndNotMadeAgainByTheNextOwner() throws InterruptedException {
        answers.add(DONE);

        assertThat(guarded("c1", tokens()).call(undo(1))).isEqualTo(DONE);
        assertThat(guarded("c2", tokens()).call(undo(2))).isEqualTo(DONE);

        assertThat(calls).isEqualTo(1);
    }

    @Test
    void whatIsUnknownOrRefusedIsMadeAgain() throws InterruptedException {
        answers.addAll(List.of(new Outcome.Unknown("lost"), new Outcome.Refusal("closed"), DONE));

        assertThat(guarded("c1", tokens()).call(undo(1))).isInstanceOf(Outcome.Unknown.class);
        assertThat(guarded("c2", tokens()).call(undo(2))).isInstanceOf(Outcome.Refusal.class);
        assertThat(guarded("c2", tokens()).call(undo(2))).isEqualTo(DONE);
    }

    @Test
    void whatAnotherHoldsIsNotCalled() throws InterruptedException {
        tokens().claim(undo(1).token(), new Holder("c1", 1), Duration.ofMinutes(1));

        assertThat(guarded("c2", tokens()).call(undo(2)))
                .isInstanceOfSatisfying(
                        Outcome.NotMade.class, not -> assertThat(not.reason()).contains("c1 may be at it"));
        assertThat(calls).isZero();
    }

    @Test
    void whatANewerOwnerHasIsNotCalled() throws InterruptedException {
        tokens().claim(undo(2).token(), new Holder("c2", 2), Duration.ofMinutes(1));

        assertThat(guarded("c1", tokens()).call(undo(1))).isEqualTo(new Outcome.NotMade("epoch 2 is newer than 1"));
        assertThat(calls).isZero();
    }

    @Test
    void aCollisionIsRefusedWithBothKeys() throws InterruptedException {
        Token token = undo(1).token();
        tokens().claim(new Token(token.value(), "other/9"), new Holder("c1", 1), Duration.ofMinutes(1));

        assertThat(guarded("c1", tokens()).call(undo(1)))
                .isInstanceOfSatisfying(
                        Outcome.Refusal.class,
                        refusal -> assertThat(refusal.reason()).contains("other/9", "order/7"));
        assertThat(calls).isZero();
    }

    @Test
    void actionsAreNotGuardedHere() throws InterruptedException {
        answers.addAll(List.of(DONE, DONE));
        Request action = request(Side.ACTION, 1, "order/7");

        guarded("c1", tokens()).call(action);
        guarded("c1", tokens()).call(action);

        assertThat(calls).isEqualTo(2);
        assertThat(store.get(new dev.mcp2026.coordinator.log.Keys(new CellId("cell1"))
                                .token(action.token().value()))
                        .entry())
                .isEmpty();
    }

    @Test
    void withoutATokenStoreNothingIsCalledAndAnEndIsStillTold() throws InterruptedException {
        TokenStore broken = new TokenStore() {
            private boolean first = true;

            private RuntimeException down() {
                return Faults.of(FaultKind.UNAVAILABLE, "it is down", "");
            }

            @Override
            public Claim claim(Token token, Holder holder, Duration lease) {
                if (first) {
                    first = false;
                    return new Claim.Claimed();
                }
                throw down();
            }

            @Override
            public Settled done(Token token, Holder holder, String result) {
                throw down();
            }

            @Override
            public void release(Token token, Holder holder) {
                throw down();
            }
        };
        answers.add(DONE);
        GuardedParticipants guarded = guarded("c1", broken);

        assertThat(guarded.call(undo(1))).isEqualTo(DONE);
        assertThat(guarded.call(undo(1))).isEqualTo(new Outcome.NotMade("its token can't be claimed: it is down"));
        assertThat(calls).isEqualTo(1);
    }
}
