package dev.mcp2026.coordinator.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.EndedSagas;
import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.coordinator.token.EmbeddedTokens;
import dev.mcp2026.coordinator.token.GuardedParticipants;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is left of sagas in the store, some time after their end.
@Timeout(60)
final class RetentionTest {
    private static final CellId CELL = new CellId("cell1");
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration LEASE = Duration.ofHours(1);
    /// Its action is refused, so what came before it is undone.
    private static final String SOURCE = """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: %1$s }
            spec:
              steps:
                - step: a
                  action: { http: { url: 'http://localhost:1/%1$s' } }
                  compensation: { http: { url: 'http://localhost:1/%1$s' }, retry: { attempts: 1 } }
                - step: b
                  action: { http: { url: 'http://localhost:1/%1$s' } }
                  compensation: { http: { url: 'http://localhost:1/%1$s' } }
            """;

    @TempDir
    Path directory;

    private volatile Instant now = Instant.parse("2026-11-27T00:00:00Z");
    private Store store;
    private SagaLog log;
    private Driver driver;
    private Retention retention;

    /// Of `refused` step b is refused, of `stuck` the compensation of a too.
    private static Outcome answer(Request request) {
        String url = ((Call.Http) request.call()).url().text(request.scope());
        String name = url.substring(url.lastIndexOf('/') + 1);
        boolean no = (request.step().value().equals("b") && !name.equals("done"))
                || (request.side() == Side.COMPENSATION && name.equals("stuck"));
        return no ? new Outcome.Refusal("no") : new Outcome.Success(NullNode.instance);
    }

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")));
        log = new SagaLog(store, CELL, new Definitions());
        Limit plenty = new Limit("plenty", 1_000_000, "sagas");
        Participants guarded = new GuardedParticipants(
                RetentionTest::answer,
                new EmbeddedTokens(store, CELL, () -> now),
                "me",
                Duration.ofSeconds(5),
                EnumSet.allOf(Side.class));
        driver = new Driver(
                log,
                guarded,
                new DriveSettings(plenty, plenty, Duration.ofMillis(2)),
                () -> now,
                new Random(1),
                (before, after) -> {});
        new ShardKeeper(store, new Shards(store, CELL, "me"), driver, LEASE, true).round();
        retention = new Retention(new EndedSagas(store, CELL), driver, KEPT);
    }

    @AfterEach
    void close() {
        driver.close();
        store.close();
    }

    private SagaId run(String name, String key, Predicate<SagaId> until) {
        String source = SOURCE.formatted(name);
        SagaDefinition definition = DefinitionReader.read("saga.yaml", source, new TenantId("default"));
        SagaId id = driver.start(new SagaStart(definition, source, definition.input(), "me", key));
        Await.until(name, Duration.ofSeconds(20), () -> until.test(id));
        return id;
    }

    private boolean hasEnded(SagaId id) {
        return log.read(id).orElseThrow().state().phase().isFinal();
    }

    private boolean isStuck(SagaId id) {
        return log.read(id).orElseThrow().state().isStuck();
    }

    private List<String> keysOf(SagaId id) {
        return store.range(RangeQuery.of(new KeyPrefix("saga/"))).entries().stream()
                .map(entry -> entry.key().value())
                .filter(key -> key.contains(id.value()))
                .toList();
    }

    private long keys(String kind) {
        return store.range(RangeQuery.of(new KeyPrefix("saga/cell1/" + kind + "/")))
                .entries()
                .size();
    }

    @Test
    void nothingIsLeftOfWhatEndedLongAgoAndAllOfWhatDidNot() throws Exception {
        SagaId done = run("done", "first", this::hasEnded);
        SagaId undone = run("refused", "second", this::hasEnded);
        SagaId stuck = run("stuck", "third", this::isStuck);
        now = now.plus(Duration.ofDays(3));
        SagaId later = run("done", "fourth", this::hasEnded);
        assertThat(log.read(undone).orElseThrow().state().phase()).isInstanceOf(Phase.Compensated.class);
        List<String> ofStuck = keysOf(stuck);
        List<String> ofLater = keysOf(later);
        assertThat(keys("request")).isEqualTo(4);
        assertThat(keysOf(done)).as("log of 3, head, end, 2 tokens").hasSize(7);

        now = now.plus(KEPT).minus(Duration.ofDays(3)).plusMillis(1);
        assertThat(retention.sweep()).isEqualTo(2);

        assertThat(keysOf(done)).isEmpty();
        assertThat(keysOf(undone)).isEmpty();
        assertThat(keysOf(stuck)).isEqualTo(ofStuck);
        assertThat(keysOf(later)).isEqualTo(ofLater);
        assertThat(keys("request")).isEqualTo(2);
        assertThat(retention.sweep()).isZero();
    }

    @Test
    void itIsKeptToTheLastMillisecond() throws Exception {
        SagaId done = run("done", "", this::hasEnded);
        now = now.plus(KEPT);
        assertThat(retention.sweep()).isZero();
        assertThat(log.read(done)).isPresent();
    }

    @Test
    void manyGoInOneSweep() throws Exception {
        int many = 100;
        for (int i = 0; i < many; i++) {
            run("done", "", this::hasEnded);
        }
        now = now.plus(KEPT).plusMillis(1);
        assertThat(retention.sweep()).isEqualTo(many);
        assertThat(keys("head") + keys("log") + keys("ended") + keys("token")).isZero();
    }

    @Test
    void whoOwnsTheShardNoMoreRemovesNothing() {
        SagaId done = run("done", "", this::hasEnded);
        Ownership lost = driver.owned().get(done.shard());
        new Shards(store, CELL, "me").release(lost);
        assertThat(new EndedSagas(store, CELL).remove(lost, now.plusSeconds(1))).isZero();
        assertThat(log.read(done)).isPresent();
    }
}
