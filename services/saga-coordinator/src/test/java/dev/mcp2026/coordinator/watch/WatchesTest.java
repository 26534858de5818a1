package dev.mcp2026.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.coordinator.drive.DriveSettings;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two coordinators on one store; their participant answers when it is let.
@Timeout(60)
final class WatchesTest {
    private static final CellId CELL = new CellId("cell1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// Two steps, begun and done each, and the end.
    private static final int EVENTS = 5;
    private static final String SOURCE = """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: order }
            spec:
              steps:
                - { step: a, action: { http: { url: 'http://localhost:1/x' } }, compensation: none }
                - { step: b, action: { http: { url: 'http://localhost:1/x' } }, compensation: none }
            """;

    @TempDir
    Path directory;

    private final Semaphore answers = new Semaphore(0);
    private Store store;
    private Coordinator one;
    private Coordinator two;

    /// What a client hears.
    private static class Ear implements EventSink {
        private final List<Long> numbers = new ArrayList<>();
        private boolean complete;
        private @Nullable FaultException failed;

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public synchronized void event(Recorded.Happened happened, Phase phase) {
            numbers.add(happened.number());
        }

        @Override
        public synchronized void complete() {
            complete = true;
        }

        @Override
        public synchronized void fail(FaultException why) {
            failed = why;
        }

        synchronized List<Long> numbers() {
            return List.copyOf(numbers);
        }

        synchronized boolean isComplete() {
            return complete;
        }

        synchronized @Nullable FaultException failed() {
            return failed;
        }
    }

    private final class Coordinator {
        final Changes changes = new Changes();
        final SagaLog log = new SagaLog(store, CELL, new Definitions());
        final Driver driver;
        final Watches watches;
        private final Shards shards;

        Coordinator(String name) {
            Limit plenty = new Limit("plenty", 1_000_000, "sagas");
            driver = new Driver(
                    log,
                    request -> {
                        answers.acquire();
                        return new Outcome.Success(NullNode.instance);
                    },
                    new DriveSettings(plenty, plenty, Duration.ofMillis(2)),
                    InstantSource.system(),
                    new Random(1),
                    changes);
            watches = new Watches(changes, driver, log);
            shards = new Shards(store, CELL, name);
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

        Ear watch(SagaId id, long after) {
            Ear ear = new Ear();
            watches.open(id, new SagaWatch(ear, after), () -> log.read(id).orElseThrow());
            return ear;
        }
    }

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")));
        one = new Coordinator("one");
        two = new Coordinator("two");
        one.takeAll();
    }

    @AfterEach
    void close() {
        one.driver.close();
        two.driver.close();
        store.close();
    }

    private static void assertHeardOnceToTheEnd(Ear ear, long from) {
        Await.until("the end to be told", PATIENCE, ear::isComplete);
        assertThat(ear.numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(from, EVENTS).boxed().toList());
    }

    @Test
    void aSagaThatAnotherDrivesIsFollowedToItsEnd() {
        SagaId id = one.start();
        Ear near = one.watch(id, 0);
        Ear far = two.watch(id, 0);
        Ear farAfterTheFirst = two.watch(id, 1);
        answers.release(2);
        assertHeardOnceToTheEnd(near, 1);
        assertHeardOnceToTheEnd(far, 1);
        assertHeardOnceToTheEnd(farAfterTheFirst, 2);
    }

    @Test
    void watchesGoOnWhoeverTakesTheSagaOver() {
        SagaId id = one.start();
        Ear leaving = one.watch(id, 0);
        Ear coming = two.watch(id, 0);
        answers.release();
        Await.until("the first step", PATIENCE, () -> coming.numbers().size() == EVENTS - 2);
        one.giveAll();
        two.takeAll();
        answers.release();
        assertHeardOnceToTheEnd(leaving, 1);
        assertHeardOnceToTheEnd(coming, 1);
    }

    @Test
    void aWatchOfASagaThatIsRemovedFails() {
        SagaId id = one.start();
        Ear far = two.watch(id, 0);
        one.giveAll();
        store.txn(Txn.of(new Op.DeletePrefix(new KeyPrefix("saga/cell1/log/" + id + "/"))));
        Await.until("it to be told", PATIENCE, () -> far.failed() != null);
        assertThat(far.failed().fault().kind()).isEqualTo(FaultKind.NOT_FOUND);
    }

    /// As server-sent events do: the client asks for the next while it is given one.
    @Test
    void oneEventIsGivenAtATimeThoughTheClientAsksInBetween() {
        SagaId id = one.start();
        answers.release(2);
        assertHeardOnceToTheEnd(one.watch(id, 0), 1);
        AtomicReference<SagaWatch> watch = new AtomicReference<>();
        AtomicInteger within = new AtomicInteger();
        Ear eager = new Ear() {
            @Override
            public synchronized void event(Recorded.Happened happened, Phase phase) {
                assertThat(within.getAndIncrement()).isZero();
                watch.get().send();
                super.event(happened, phase);
                within.decrementAndGet();
            }
        };
        watch.set(new SagaWatch(eager, 0));
        one.watches.open(id, watch.get(), () -> one.log.read(id).orElseThrow());
        assertHeardOnceToTheEnd(eager, 1);
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        assertThatThrownBy(() -> one.watch(one.start(), -1)).hasMessageContaining("-1 is no event's number");
    }
}
