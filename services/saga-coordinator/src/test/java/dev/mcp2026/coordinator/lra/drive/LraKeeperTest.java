package dev.mcp2026.coordinator.lra.drive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.coordinator.drive.DriveSettings;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.drive.ShardKeeper;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.lra.Answer;
import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraDecider;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.ParticipantStatus;
import dev.mcp2026.coordinator.lra.record.LraStore;
import dev.mcp2026.coordinator.lra.record.Stored;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Long running actions on a real store, with participants that answer as they are told.
@Timeout(60)
final class LraKeeperTest {
    private static final CellId CELL = new CellId("cell1");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Limit PLENTY = new Limit("plenty", 1_000_000, "of them");

    @TempDir
    Path directory;

    private final Random random = new Random(3);
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile Duration retention = Duration.ofHours(1);
    private Store store;
    private LraStore lras;
    private LraKeeper keeper;

    private final class Script implements LraCalls {
        private Answer next(String call, LraParticipant participant, Answer usual) {
            String name = call + " " + participant.data();
            called.add(name);
            Queue<Answer> scripted = answers.get(name);
            Answer answer = scripted == null ? null : scripted.poll();
            return answer == null ? usual : answer;
        }

        @Override
        public Answer end(Lra lra, LraParticipant participant, boolean cancel) {
            return next(
                    cancel ? "compensate" : "complete", participant, new Answer.Ended(ParticipantStatus.done(cancel)));
        }

        @Override
        public Answer status(Lra lra, LraParticipant participant, boolean cancel) {
            return next("status", participant, new Answer.Ended(ParticipantStatus.done(cancel)));
        }

        @Override
        public Answer forget(Lra lra, LraParticipant participant) {
            return next("forget", participant, new Answer.Told());
        }

        @Override
        public Answer after(Lra lra, LraParticipant participant) {
            return next("after", participant, new Answer.Told());
        }
    }

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")));
        lras = new LraStore(store, CELL, new Limit("bytes", 65_536, "bytes"));
        keeper = keeper("one");
    }

    private LraKeeper keeper(String name) {
        Driver driver = new Driver(
                new SagaLog(store, CELL, new Definitions()),
                request -> new Outcome.Unknown("nobody is there"),
                new DriveSettings(PLENTY, PLENTY, Duration.ofMillis(2)),
                Instant::now,
                new Random(1),
                (before, after) -> {});
        ShardKeeper shards =
                new ShardKeeper(store, new Shards(store, CELL, name), driver, Duration.ofSeconds(3), false);
        shards.start();
        LraKeeper made = new LraKeeper(
                lras,
                driver,
                new Script(),
                new LraSettings(retention, PATIENCE, Duration.ofMillis(5), Duration.ofMillis(20), PLENTY, PLENTY),
                Instant::now);
        made.start();
        opened.addFirst(driver);
        opened.addFirst(shards);
        opened.addFirst(made);
        until("the shards to be owned", () -> made.shards() == Shard.ALL.size());
        return made;
    }

    @AfterEach
    void close() throws Exception {
        goDown();
        store.close();
    }

    private void goDown() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        opened.clear();
    }

    private LraId started(Optional<LraId> parent, Optional<Instant> until, String... participants) {
        Instant now = Instant.now();
        LraId id = LraId.next(Shard.ALL.get(random.nextInt(Shard.ALL.size())), now, random);
        String url = "https://h/lra-coordinator/";
        Lra lra = Lra.started(
                id,
                url + id,
                new TenantId("default"),
                "test",
                parent.map(outer -> new Lra.Parent(outer, url + outer)),
                now,
                until);
        for (String name : participants) {
            lra = LraDecider.join(lra, links(name), name, Duration.ZERO, now).lra();
        }
        keeper.seen(lras.create(lra));
        parent.ifPresent(outer -> change(outer, each -> LraDecider.begin(each, id)));
        return id;
    }

    private static Links links(String name) {
        String url = "http://localhost:1/" + name;
        return new Links(
                Optional.of(url + "/compensate"),
                Optional.of(url + "/complete"),
                Optional.of(url + "/status"),
                Optional.of(url + "/forget"),
                Optional.of(url + "/after"));
    }

    private void change(LraId id, UnaryOperator<Lra> request) {
        keeper.seen(lras.change(id, request));
    }

    private LraStatus end(LraId id, boolean cancel) throws Exception {
        change(id, each -> LraDecider.end(each, cancel, Instant.now()));
        return keeper.await(id);
    }

    private void awaitEnd(LraId id, LraStatus status) {
        until("LRA " + id + " to be " + status, () -> lras.get(id).lra().status() == status);
    }

    private void script(String call, Answer... given) {
        answers.put(call, new ConcurrentLinkedQueue<>(List.of(given)));
    }

    private void until(String what, Callable<Boolean> holds) {
        Await.until(what, PATIENCE, holds);
    }

    private boolean isDone(LraId id) {
        return lras.read(id).map(Stored::lra).map(Lra::isDone).orElse(true);
    }

    @Test
    void closesAndTellsEachOnce() throws Exception {
        LraId id = started(Optional.empty(), Optional.empty(), "a", "b");
        assertThat(end(id, false)).isEqualTo(LraStatus.CLOSED);
        until("all to be told", () -> isDone(id));
        assertThat(called).containsExactlyInAnyOrder("complete a", "complete b", "after a", "after b");
    }

    @Test
    void asksWhoGaveNoAnswerBeforeItCallsAgain() throws Exception {
        script("compensate a", new Answer.Unknown("lost"));
        script("status a", new Answer.Unknown("lost"), new Answer.NotBegun(), new Answer.Unknown("lost"));
        LraId id = started(Optional.empty(), Optional.empty(), "a");
        // Everybody has been tried once.
        assertThat(end(id, true)).isEqualTo(LraStatus.CANCELLING);
        awaitEnd(id, LraStatus.CANCELLED);
        assertThat(called.stream().filter(each -> !each.startsWith("after")))
                .containsExactly("compensate a", "status a", "status a", "compensate a");
    }

    @Test
    void cancelsInReverseUntilEachWasTried() throws Exception {
        script("compensate b", new Answer.Unknown("lost"));
        script("status b", new Answer.Accepted(Optional.empty()), new Answer.Accepted(Optional.empty()));
        LraId id = started(Optional.empty(), Optional.empty(), "a", "b");
        // Everybody has been tried once.
        assertThat(end(id, true)).isEqualTo(LraStatus.CANCELLING);
        awaitEnd(id, LraStatus.CANCELLED);
        assertThat(called.indexOf("compensate a")).isGreaterThan(called.indexOf("compensate b"));
    }

    @Test
    void whatFailedIsForgottenByItsParticipantAndKeptHere() throws Exception {
        goDown();
        retention = Duration.ZERO;
        keeper = keeper("two");
        script("complete a", new Answer.Ended(ParticipantStatus.FAILED_TO_COMPLETE));
        List<LraId> closed = new ArrayList<>();
        LraId failed = started(Optional.empty(), Optional.empty(), "a");
        assertThat(end(failed, false)).isEqualTo(LraStatus.FAILED_TO_CLOSE);
        for (int i = 0; i < 10; i++) {
            closed.add(started(Optional.empty(), Optional.empty()));
            end(closed.getLast(), false);
        }
        until(
                "those that closed to go",
                () -> closed.stream().allMatch(id -> lras.read(id).isEmpty()));
        assertThat(called).contains("forget a");
        assertThat(lras.read(failed)).isPresent();
    }

    @Test
    void whatTakesTooLongIsCancelled() throws Exception {
        LraId id = started(Optional.empty(), Optional.of(Instant.now().plusMillis(200)), "a");
        until("its time to pass", () -> lras.get(id).lra().status() == LraStatus.CANCELLED);
        assertThat(called).contains("compensate a");
    }

    @Test
    void aNestedOneThatClosedIsCancelledWithTheOuterOne() throws Exception {
        LraId outer = started(Optional.empty(), Optional.empty(), "o");
        LraId inner = started(Optional.of(outer), Optional.empty(), "i");
        assertThat(end(inner, false)).isEqualTo(LraStatus.CLOSED);
        assertThat(called).doesNotContain("after i");
        assertThat(end(outer, true)).isEqualTo(LraStatus.CANCELLED);
        assertThat(lras.get(inner).lra().status()).isEqualTo(LraStatus.CANCELLED);
        assertThat(called).contains("complete i", "compensate i", "compensate o");
        until("all to be told", () -> isDone(inner) && isDone(outer));
        assertThat(called).containsOnlyOnce("after i");
    }

    @Test
    void aNestedOneIsOverWithTheOuterOne() throws Exception {
        LraId outer = started(Optional.empty(), Optional.empty());
        LraId inner = started(Optional.of(outer), Optional.empty(), "i");
        end(inner, false);
        assertThat(end(outer, false)).isEqualTo(LraStatus.CLOSED);
        until("all to be told", () -> isDone(inner) && isDone(outer));
        assertThat(called).containsExactlyInAnyOrder("complete i", "forget i", "after i");
    }

    @Test
    void theOutermostCancelsTheInmostThoughTheOneBetweenHadClosed() throws Exception {
        LraId outer = started(Optional.empty(), Optional.empty(), "o");
        LraId middle = started(Optional.of(outer), Optional.empty(), "m");
        LraId inner = started(Optional.of(middle), Optional.empty(), "i");
        assertThat(end(middle, false)).isEqualTo(LraStatus.CLOSED);
        assertThat(lras.get(inner).lra().status()).isEqualTo(LraStatus.CLOSED);
        assertThat(end(outer, true)).isEqualTo(LraStatus.CANCELLED);
        assertThat(lras.get(inner).lra().status()).isEqualTo(LraStatus.CANCELLED);
        assertThat(called).contains("complete i", "complete m", "compensate i", "compensate m", "compensate o");
        until("all to be told", () -> isDone(inner) && isDone(middle) && isDone(outer));
        assertThat(called).containsOnlyOnce("after i");
    }

    @Test
    void whoForgetsAgainAndAgainIsNotHurried() throws Exception {
        Answer[] accepted = new Answer[100];
        Arrays.fill(accepted, new Answer.Accepted(Optional.empty()));
        Answer[] forgotten = new Answer[100];
        Arrays.fill(forgotten, new Answer.NotBegun());
        script("complete a", accepted);
        script("status a", forgotten);
        LraId id = started(Optional.empty(), Optional.empty(), "a");
        long began = System.nanoTime();
        change(id, each -> LraDecider.end(each, false, Instant.now()));
        until("40 calls", () -> called.size() >= 40);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(500));
        assertThat(called).contains("complete a", "status a");
    }

    @Test
    void aFarTimeLimitKeepsNothingOfWhatHasEnded() throws Exception {
        LraId id = started(Optional.empty(), Optional.of(Instant.now().plus(Duration.ofDays(3_000))), "a");
        until("the limit to be set", () -> keeper.alarms() == 1);
        assertThat(end(id, false)).isEqualTo(LraStatus.CLOSED);
        until("it to be taken back", () -> keeper.alarms() == 0);
    }

    @Test
    void whatCantBeReadKeepsNothingElseFromBeingDone() throws Exception {
        store.put(new Key("saga/cell1/lra/0/" + "0".repeat(21)), Value.of("rubbish"));
        goDown();
        keeper = keeper("two");
        LraId id = started(Optional.empty(), Optional.empty(), "a");
        assertThat(end(id, false)).isEqualTo(LraStatus.CLOSED);
    }

    @Test
    void whatACoordinatorLeftAnotherCarriesToItsEnd() throws Exception {
        Answer[] silence = new Answer[100_000];
        Arrays.fill(silence, new Answer.Unknown("lost"));
        script("complete a", silence);
        script("status a", silence);
        List<LraId> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            LraId id = started(Optional.empty(), Optional.empty(), "a");
            change(id, each -> LraDecider.end(each, false, Instant.now()));
            all.add(id);
        }
        // The first is gone, and its lease with it.
        goDown();
        answers.clear();
        called.clear();
        keeper = keeper("two");
        for (LraId id : all) {
            awaitEnd(id, LraStatus.CLOSED);
        }
        // They may have been called before.
        assertThat(called).contains("status a").doesNotContain("complete a");
    }
}
