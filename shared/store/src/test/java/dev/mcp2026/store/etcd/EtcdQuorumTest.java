package dev.mcp2026.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.store.Await;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Lookup;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three real members, of which two are lost and come back.
class EtcdQuorumTest {
    private static final Duration FEW_SECONDS = Duration.ofSeconds(15);
    private static final Duration RETURN = Duration.ofSeconds(40);
    private static final Key A = new Key("a");

    @BeforeEach
    void needsEtcd() {
        assumeTrue(EtcdCluster.missing().isEmpty(), () -> EtcdCluster.missing().orElse(""));
    }

    @Test
    void lossOfQuorumIsReadOnlyAndHealsByItself() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.start(3);
                EtcdStore store = EtcdStore.open(options(cluster));
                Watch watch = store.watch(KeyPrefix.ALL, Revision.NONE)) {
            List<StoreMode> modes = new CopyOnWriteArrayList<>();
            store.listen(status -> modes.add(status.mode()));
            assertThat(store.status().mode()).isEqualTo(StoreMode.READ_WRITE);
            Revision acknowledged = store.put(A, Value.of("kept")).revision();

            cluster.kill(0);
            cluster.kill(2);
            Await.until("READ_ONLY", FEW_SECONDS, () -> store.status().mode() == StoreMode.READ_ONLY);

            Lookup stale = store.get(A);
            assertThat(stale.stale()).isTrue();
            assertThat(stale.entry().orElseThrow().value().text()).isEqualTo("kept");
            assertThat(store.range(RangeQuery.of(KeyPrefix.ALL)).stale()).isTrue();
            long before = System.nanoTime();
            assertReadOnly(() -> store.put(A, Value.of("refused")));
            assertReadOnly(() -> store.grant(Duration.ofSeconds(5)));
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(store.status().reason()).contains("quorum");

            cluster.restart(0);
            cluster.restart(2);
            Await.until("READ_WRITE", RETURN, () -> store.status().mode() == StoreMode.READ_WRITE);

            Lookup back = store.get(A);
            assertThat(back.stale()).isFalse();
            assertThat(back.entry().orElseThrow().modified()).isEqualTo(acknowledged);
            Revision after = store.put(A, Value.of("again")).revision();
            assertThat(modes).containsExactly(StoreMode.READ_ONLY, StoreMode.READ_WRITE);
            assertThat(seen(watch, after)).containsExactly(acknowledged, after);
        }
    }

    @Test
    void aHungMajorityIsReadOnlyToo() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.start(3);
                EtcdStore store = EtcdStore.open(options(cluster))) {
            store.put(A, Value.of("kept"));
            cluster.pause(1);
            cluster.pause(2);
            Await.until("READ_ONLY", FEW_SECONDS, () -> store.status().mode() == StoreMode.READ_ONLY);
            assertThat(store.get(A).entry().orElseThrow().value().text()).isEqualTo("kept");
            cluster.resume(1);
            cluster.resume(2);
            Await.until("READ_WRITE", RETURN, () -> store.status().mode() == StoreMode.READ_WRITE);
            store.put(A, Value.of("again"));
        }
    }

    @Test
    void oneLostMemberIsNoMatter() throws Exception {
        try (EtcdCluster cluster = EtcdCluster.start(3);
                EtcdStore store = EtcdStore.open(options(cluster))) {
            store.put(A, Value.of("0"));
            cluster.kill(1);
            Await.until("writes go on", RETURN, () -> {
                try {
                    store.put(A, Value.of("1"));
                    return !store.get(A).stale();
                } catch (FaultException e) {
                    return false;
                }
            });
        }
    }

    @Test
    void aClusterThatIsNotThereIsReadOnlyAndReadsSayUnavailable() {
        EtcdOptions nobody = EtcdOptions.at(List.of(java.net.URI.create("http://127.0.0.1:1")), "q/")
                .withOpenTimeout(Duration.ofMillis(100));
        try (EtcdStore store = EtcdStore.open(nobody)) {
            assertThat(store.status().mode()).isEqualTo(StoreMode.READ_ONLY);
            assertReadOnly(() -> store.put(A, Value.of("x")));
            assertThatThrownBy(() -> store.get(A))
                    .isInstanceOf(FaultException.class)
                    .satisfies(
                            e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.UNAVAILABLE));
        }
    }

    private static EtcdOptions options(EtcdCluster cluster) {
        return EtcdOptions.at(cluster.clientUrls(), "q/").withOpenTimeout(RETURN);
    }

    private static List<Revision> seen(Watch watch, Revision upTo) throws InterruptedException {
        List<Revision> revisions = new CopyOnWriteArrayList<>();
        long deadline = System.nanoTime() + FEW_SECONDS.toNanos();
        while (!revisions.contains(upTo) && System.nanoTime() - deadline < 0) {
            if (watch.next(Duration.ofSeconds(1)) instanceof WatchResult.Events(List<StoreEvent> events, Revision _)) {
                events.forEach(event -> revisions.add(event.revision()));
            }
        }
        return revisions;
    }

    private static void assertReadOnly(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(FaultException.class)
                .satisfies(e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.READ_ONLY));
    }
}
