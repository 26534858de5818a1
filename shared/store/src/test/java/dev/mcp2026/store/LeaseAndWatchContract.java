package dev.mcp2026.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// The part of the contract about time: leases and watches.
public abstract class LeaseAndWatchContract extends StoreFixture {
    @Test
    void anExpiredLeaseTakesItsKeysWithItAndIsSeen() throws Exception {
        Lease lease = store.grant(Duration.ofSeconds(1));
        store.txn(Txn.of(Op.put(key("l/1"), Value.of("x"), lease.id()), Op.put(key("l/2"), Value.of("x"), lease.id())));
        Revision last = put("l/kept", "x").revision();

        try (Watch watch = store.watch(new KeyPrefix("l/"), last.next())) {
            List<StoreEvent> events = collect(watch, 2);
            assertThat(events).allMatch(e -> e instanceof StoreEvent.Deleted);
            assertThat(events).extracting(StoreEvent::revision).containsOnly(last.next());
        }
        assertThat(names(store.range(RangeQuery.of(KeyPrefix.ALL)))).containsExactly("l/kept");
        refused(FaultKind.NOT_FOUND, "lease", () -> store.keepAlive(lease.id()));
        refused(FaultKind.NOT_FOUND, "lease", () -> store.txn(Txn.of(Op.put(key("l/3"), Value.of("x"), lease.id()))));
    }

    @Test
    void aLeaseKeptAliveOutlivesItsTime() throws Exception {
        Lease kept = store.grant(Duration.ofSeconds(2));
        Lease left = store.grant(Duration.ofSeconds(2));
        store.txn(Txn.of(Op.put(key("kept"), Value.of("x"), kept.id()), Op.put(key("left"), Value.of("x"), left.id())));

        long end = System.nanoTime() + left.ttl().plusMillis(500).toNanos();
        Await.until("the other lease expired", SOON.plus(left.ttl()), () -> {
            assertThat(store.keepAlive(kept.id()).ttl()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            return System.nanoTime() - end > 0 && store.get(key("left")).entry().isEmpty();
        });
        assertThat(store.get(key("kept")).entry()).isPresent();
    }

    @Test
    void revokingDeletesOnlyKeysStillOnTheLease() {
        Lease lease = store.grant(Duration.ofSeconds(60));
        store.txn(Txn.of(Op.put(key("v/1"), Value.of("x"), lease.id()), Op.put(key("v/2"), Value.of("x"), lease.id())));
        put("v/2", "moved off");

        store.revoke(lease.id());

        assertThat(names(store.range(RangeQuery.of(KeyPrefix.ALL)))).containsExactly("v/2");
        refused(FaultKind.NOT_FOUND, "lease", () -> store.revoke(lease.id()));
    }

    @Test
    void aWatchDeliversWholeRevisionsInOrder() throws Exception {
        Revision start = put("w/0", "x").revision();
        try (Watch watch = store.watch(new KeyPrefix("w/"), start)) {
            TxnResult pair = store.txn(Txn.of(Op.put(key("w/1"), Value.of("x")), Op.put(key("w/2"), Value.of("y"))));
            put("other", "x");
            TxnResult gone = store.delete(key("w/1"));

            List<StoreEvent> events = collect(watch, 4);

            assertThat(events).extracting(e -> e.key().value()).containsExactly("w/0", "w/1", "w/2", "w/1");
            assertThat(events)
                    .extracting(StoreEvent::revision)
                    .containsExactly(start, pair.revision(), pair.revision(), gone.revision());
            assertThat(events.get(3)).isEqualTo(new StoreEvent.Deleted(key("w/1"), gone.revision()));
            assertThat(((StoreEvent.Put) events.get(2)).entry()).isEqualTo(entry("w/2"));
        }
    }

    @Test
    void aWatchFromNowSeesOnlyWhatComesAfter() throws Exception {
        put("w/old", "x");
        try (Watch watch = store.watch(KeyPrefix.ALL, Revision.NONE)) {
            assertThat(watch.next(Duration.ofMillis(50))).isInstanceOf(WatchResult.Idle.class);
            put("w/new", "x");
            assertThat(collect(watch, 1)).extracting(e -> e.key().value()).containsExactly("w/new");
        }
    }

    @Test
    void aWatchResumesWhereItStopped() throws Exception {
        Revision start = put("w/1", "x").revision();
        put("w/2", "x");
        put("w/3", "x");
        List<StoreEvent> all = new ArrayList<>();
        Revision from = start;
        while (all.size() < 3) {
            try (Watch watch = store.watch(new KeyPrefix("w/"), from)) {
                if (watch.next(SOON) instanceof WatchResult.Events(List<StoreEvent> events, Revision upTo)) {
                    all.addAll(events);
                    from = upTo.next();
                }
            }
        }
        assertThat(all).extracting(e -> e.key().value()).containsExactly("w/1", "w/2", "w/3");
    }

    @Test
    void aSlowWatcherLosesNothingAndHoldsABoundedBuffer() throws Exception {
        store.close();
        store = open(4);
        try (Watch watch = store.watch(new KeyPrefix("w/"), Revision.NONE)) {
            watch.next(Duration.ofMillis(50));
            for (int i = 0; i < 50; i++) {
                put("w/" + i, "x");
            }
            List<String> seen = new ArrayList<>();
            while (seen.size() < 50) {
                if (watch.next(SOON) instanceof WatchResult.Events(List<StoreEvent> events, Revision _)) {
                    assertThat(events).hasSizeLessThanOrEqualTo(5);
                    events.forEach(e -> seen.add(e.key().value()));
                } else {
                    throw new AssertionError("stuck after " + seen.size());
                }
            }
            assertThat(seen).hasSize(50).doesNotHaveDuplicates();
            assertThat(seen.getLast()).isEqualTo("w/49");
        }
    }

    @Test
    void forgottenHistoryIsSaidSo() throws Exception {
        Revision start = put("w/1", "x").revision();
        Revision last = put("w/2", "x").revision();
        put("w/2", "y");
        compact();

        try (Watch watch = store.watch(new KeyPrefix("w/"), start)) {
            WatchResult result = watch.next(SOON);
            assertThat(result).isInstanceOf(WatchResult.Compacted.class);
            assertThat(((WatchResult.Compacted) result).compactedAt()).isGreaterThanOrEqualTo(last);
        }
        // What the caller does then: read again, watch from there.
        RangePage page = store.range(RangeQuery.of(new KeyPrefix("w/")));
        try (Watch watch = store.watch(new KeyPrefix("w/"), page.revision().next())) {
            put("w/3", "x");
            assertThat(collect(watch, 1)).extracting(e -> e.key().value()).containsExactly("w/3");
        }
    }

    @Test
    void aClosedStoreSaysSo() throws Exception {
        Watch watch = store.watch(KeyPrefix.ALL, Revision.NONE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<WatchResult> waiting = threads.submit((Callable<WatchResult>) () -> watch.next(SOON));
            store.close();
            assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(FaultException.class);
        }
        refused(FaultKind.UNAVAILABLE, "closed", () -> store.get(key("a")));
        refused(FaultKind.UNAVAILABLE, "closed", () -> put("a", "x"));
    }
}
