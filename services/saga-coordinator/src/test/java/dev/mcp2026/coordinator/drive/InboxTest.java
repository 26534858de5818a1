package dev.mcp2026.coordinator.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.coordinator.log.Asked;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.Inbox;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands for sagas that another coordinator drives. Actions are answered when they are let, compensations at once.
@Timeout(60)
final class InboxTest {
    private static final CellId CELL = new CellId("cell1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Command CANCEL = new Command.Cancel("ada", "wrong order");
    private static final String SOURCE = """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: order }
            spec:
              steps:
                - step: a
                  action: { http: { url: 'http://localhost:1/x' } }
                  compensation: { http: { url: 'http://localhost:1/x' } }
                - step: b
                  action: { http: { url: 'http://localhost:1/x' } }
                  compensation: { http: { url: 'http://localhost:1/x' } }
            """;

    @TempDir
    Path directory;

    private final Semaphore answers = new Semaphore(0);
    private FlakyStore flaky;
    private Store store;
    private Coordinator one;
    private Coordinator two;

    private final class Coordinator implements AutoCloseable {
        final Driver driver;
        final Inbox inbox = new Inbox(store, CELL);
        final SagaLog log = new SagaLog(store, CELL, new Definitions());
        private final InboxKeeper keeper;
        private final Shards shards;

        Coordinator(String name) {
            Limit plenty = new Limit("plenty", 1_000_000, "sagas");
            driver = new Driver(
                    log,
                    request -> {
                        if (request.side() == Side.ACTION) {
                            answers.acquire();
                        }
                        return new Outcome.Success(NullNode.instance);
                    },
                    new DriveSettings(plenty, plenty, Duration.ofMillis(2)),
                    InstantSource.system(),
                    new Random(1),
                    (before, after) -> {});
            shards = new Shards(store, CELL, name);
            keeper = new InboxKeeper(inbox, driver);
            keeper.start();
        }

        void takeAll() {
            Shard.ALL.forEach(shard -> shards.claim(shard, LeaseId.NONE).ifPresent(driver::own));
        }

        void giveAll() {
            driver.owned().values().forEach(mine -> {
                driver.disown(mine.shard());
                shards.release(mine);
            });
        }

        SagaId start() {
            SagaDefinition definition = DefinitionReader.read("saga.yaml", SOURCE, new TenantId("default"));
            return driver.start(new SagaStart(definition, SOURCE, definition.input(), "me", ""));
        }

        Recorded read(SagaId id) {
            return log.read(id).orElseThrow();
        }

        void give(SagaId id, Command command, Duration atMost) {
            new Commands(driver, inbox, atMost).give(id, read(id).state(), command);
        }

        @Override
        public void close() {
            keeper.close();
            driver.close();
        }
    }

    @BeforeEach
    void open() {
        flaky = new FlakyStore(EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store"))));
        store = flaky.store();
        one = new Coordinator("one");
        two = new Coordinator("two");
        one.takeAll();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        store.close();
    }

    private void assertTurnedBackOnce(SagaId id) {
        Await.until("it to be compensated", PATIENCE, () -> one.read(id).state().phase() instanceof Phase.Compensated);
        assertThat(one.read(id).events())
                .extracting(Recorded.Happened::event)
                .filteredOn(SagaEvent.Turned.class::isInstance)
                .hasSize(1)
                .first()
                .asString()
                .contains("ada", "wrong order");
        assertThat(one.inbox.waiting(id.shard())).isEmpty();
    }

    @Test
    void aCommandReachesWhoeverDrivesTheSaga() {
        SagaId id = one.start();
        two.give(id, CANCEL, PATIENCE);
        assertTurnedBackOnce(id);
    }

    @Test
    void aCommandWaitsForWhoeverTakesTheSagaOver() throws Exception {
        SagaId id = one.start();
        one.giveAll();
        try (Coordinator three = new Coordinator("three")) {
            CompletableFuture<Void> given =
                    CompletableFuture.runAsync(() -> three.give(id, CANCEL, PATIENCE), Thread::startVirtualThread);
            Await.until(
                    "it to wait",
                    PATIENCE,
                    () -> !three.inbox.waiting(id.shard()).isEmpty());
            two.takeAll();
            given.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertTurnedBackOnce(id);
    }

    @Test
    void whatNobodyTakesIsTakenBackAndNothingIsDone() {
        SagaId id = one.start();
        one.giveAll();
        assertThatThrownBy(() -> two.give(id, CANCEL, Duration.ofMillis(100)))
                .hasMessageContaining("no coordinator that drives the saga has taken the command")
                .asInstanceOf(type(FaultException.class))
                .extracting(e -> e.fault().kind())
                .isEqualTo(FaultKind.UNAVAILABLE);
        two.takeAll();
        answers.release(2);
        Await.until("it to be completed", PATIENCE, () -> two.read(id).state().phase() instanceof Phase.Completed);
    }

    @Test
    void aRefusalOfTheOwnerIsTheAskers() {
        SagaId id = one.start();
        Command retry = new Command.Retry(new StepName("a"), "ada");
        FaultException here = refusal(() -> one.driver.give(id, retry));
        FaultException there = refusal(() -> two.inbox.ask(id, retry, PATIENCE));
        assertThat(there.fault().kind()).isEqualTo(here.fault().kind());
        assertThat(there).hasMessageContaining(here.fault().detail());
        assertThat(one.read(id).events()).hasSize(1);
    }

    private interface Asking {
        void ask() throws InterruptedException;
    }

    private static FaultException refusal(Asking asking) {
        try {
            asking.ask();
        } catch (FaultException e) {
            return e;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        throw new AssertionError("it was done");
    }

    @Test
    void aCommandAndItsAnswerAreOneWrite() {
        SagaId id = one.start();
        one.keeper.close();
        CompletableFuture<Void> given =
                CompletableFuture.runAsync(() -> two.give(id, CANCEL, PATIENCE), Thread::startVirtualThread);
        Await.until("it to wait", PATIENCE, () -> !one.inbox.waiting(id.shard()).isEmpty());
        Asked asked = one.inbox.waiting(id.shard()).getFirst();
        assertThat(one.driver.give(asked)).isTrue();
        // Whoever finds it again, after a crash, can't carry it out again.
        assertThat(one.inbox.waiting(id.shard())).isEmpty();
        assertThatThrownBy(() -> one.driver.give(asked)).isInstanceOf(FaultException.class);
        given.join();
        assertTurnedBackOnce(id);
    }

    @Test
    void aWriteWhoseAnswerIsLostDoesNotStopItsSaga() {
        SagaId id = one.start();
        flaky.loseAnAnswerAfter(0);
        assertThat(refusal(() -> one.driver.give(id, CANCEL)).fault().kind()).isEqualTo(FaultKind.DEADLINE_EXCEEDED);
        // Its compensations wait for nothing, and may have been made by now.
        assertThat(one.read(id).state().phase()).isNotInstanceOf(Phase.Running.class);
        answers.release();
        assertTurnedBackOnce(id);
    }
}
