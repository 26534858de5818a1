package dev.mcp2026.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every store does. A subclass per adapter; each test gets an empty store.
public abstract class StoreContract extends LeaseAndWatchContract {
    @Test
    void putsAreReadBackWithTheirRevisions() {
        Revision first = put("a", "1").revision();
        Revision second = put("a", "2").revision();

        Lookup lookup = store.get(key("a"));

        assertThat(second).isEqualTo(first.next());
        assertThat(lookup.stale()).isFalse();
        assertThat(lookup.revision()).isGreaterThanOrEqualTo(second);
        assertThat(lookup.entry()).contains(new Entry(key("a"), Value.of("2"), first, second, 2, LeaseId.NONE));
        assertThat(store.get(key("b")).entry()).isEmpty();
    }

    @Test
    void aKeyStartsAnewAfterItsDelete() {
        put("a", "1");
        TxnResult gone = store.delete(key("a"));
        TxnResult again = put("a", "2");

        assertThat(gone.deleted()).isEqualTo(1);
        assertThat(entry("a"))
                .isEqualTo(new Entry(key("a"), Value.of("2"), again.revision(), again.revision(), 1, LeaseId.NONE));
    }

    @Test
    void deletingNothingChangesNoRevision() {
        Revision before = put("a", "1").revision();

        TxnResult result = store.delete(key("nothing"));

        assertThat(result.deleted()).isZero();
        assertThat(result.revision()).isEqualTo(before);
    }

    @Test
    void rangesArePagedInKeyOrder() {
        for (String name : List.of("r/3", "r/1", "r/4", "r/2", "r", "s/1", "q/9")) {
            put(name, name);
        }
        RangeQuery query = RangeQuery.of(new KeyPrefix("r/")).withLimit(3);

        RangePage first = store.range(query);
        RangePage second = store.range(query.after(first.entries().getLast().key()));

        assertThat(names(first)).containsExactly("r/1", "r/2", "r/3");
        assertThat(first.more()).isTrue();
        assertThat(names(second)).containsExactly("r/4");
        assertThat(second.more()).isFalse();
        assertThat(names(store.range(RangeQuery.of(KeyPrefix.ALL))))
                .containsExactly("q/9", "r", "r/1", "r/2", "r/3", "r/4", "s/1");
        assertThat(store.range(RangeQuery.of(new KeyPrefix("none"))).entries()).isEmpty();
    }

    @Test
    void aPageIsCappedByTheNamedLimit() {
        for (int i = 0; i < 12; i++) {
            put("p/" + (char) ('a' + i), "x");
        }

        RangePage page = store.range(RangeQuery.of(new KeyPrefix("p/")));

        assertThat(page.entries()).hasSize(10);
        assertThat(page.more()).isTrue();
    }

    @Test
    void compareAndSetLetsOneWin() {
        put("a", "1");
        Entry read = entry("a");
        Txn mine = Txn.when(Compare.unchanged(read)).then(Op.put(key("a"), Value.of("mine")));
        Txn theirs = Txn.when(Compare.unchanged(read))
                .then(Op.put(key("a"), Value.of("theirs")))
                .orElse(Op.get(key("a")));

        assertThat(store.txn(mine).succeeded()).isTrue();
        TxnResult second = store.txn(theirs);

        assertThat(second.succeeded()).isFalse();
        assertThat(second.read()).hasSize(1);
        assertThat(second.read().getFirst().orElseThrow().value().text()).isEqualTo("mine");
        assertThat(entry("a").value().text()).isEqualTo("mine");
    }

    @Test
    void everyCompareHoldsWhenItShould() {
        Revision at = put("a", "1").revision();
        Key a = key("a");
        Key none = key("none");

        assertThat(holds(new Compare.Exists(a))).isTrue();
        assertThat(holds(new Compare.Exists(none))).isFalse();
        assertThat(holds(new Compare.Absent(none))).isTrue();
        assertThat(holds(new Compare.Absent(a))).isFalse();
        assertThat(holds(new Compare.ValueIs(a, Value.of("1")))).isTrue();
        assertThat(holds(new Compare.ValueIs(a, Value.of("2")))).isFalse();
        assertThat(holds(new Compare.ValueIs(none, Value.of("")))).isFalse();
        assertThat(holds(new Compare.Version(a, Relation.EQUAL, 1))).isTrue();
        assertThat(holds(new Compare.Version(a, Relation.GREATER, 1))).isFalse();
        assertThat(holds(new Compare.Version(none, Relation.EQUAL, 0))).isTrue();
        assertThat(holds(new Compare.Modified(a, Relation.NOT_EQUAL, at))).isFalse();
        assertThat(holds(new Compare.Modified(a, Relation.LESS, at.next()))).isTrue();
        assertThat(holds(new Compare.Modified(none, Relation.EQUAL, Revision.NONE)))
                .isTrue();
    }

    @Test
    void oneTransactionIsOneRevisionAndSeesItsOwnWrites() {
        put("t/old", "x");
        TxnResult result = store.txn(Txn.of(
                Op.get(key("t/a")),
                Op.put(key("t/a"), Value.of("1")),
                Op.get(key("t/a")),
                Op.put(key("t/b"), Value.of("2")),
                Op.delete(key("t/old"))));

        assertThat(result.read().get(0)).isEqualTo(Optional.empty());
        assertThat(result.read().get(1).orElseThrow().value().text()).isEqualTo("1");
        assertThat(result.deleted()).isEqualTo(1);
        assertThat(entry("t/a").modified()).isEqualTo(result.revision());
        assertThat(entry("t/b").modified()).isEqualTo(result.revision());
    }

    @Test
    void aPrefixIsDeletedAtOnce() {
        put("d/1", "x");
        put("d/2", "x");
        put("e/1", "x");

        TxnResult result = store.txn(Txn.of(new Op.DeletePrefix(new KeyPrefix("d/"))));

        assertThat(result.deleted()).isEqualTo(2);
        assertThat(names(store.range(RangeQuery.of(KeyPrefix.ALL)))).containsExactly("e/1");
    }

    @Test
    void limitsAreNamedAndNothingOfARefusedTransactionIsDone() {
        String longName = "k".repeat(2000);
        refused(FaultKind.LIMIT_EXCEEDED, "mcp.store.key-bytes", () -> put(longName, "x"));
        refused(
                FaultKind.LIMIT_EXCEEDED,
                "mcp.store.value-bytes",
                () -> store.txn(Txn.of(
                        Op.put(key("ok"), Value.of("x")), Op.put(key("big"), Value.of(new byte[(1 << 20) + 1])))));
        Op[] many = new Op[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = Op.put(key("m/" + i), Value.of("x"));
        }
        refused(FaultKind.LIMIT_EXCEEDED, "mcp.store.txn-ops", () -> store.txn(Txn.of(many)));
        refused(
                FaultKind.INVALID_ARGUMENT,
                "written twice",
                () -> Txn.of(Op.put(key("a"), Value.of("1")), Op.put(key("a"), Value.of("2"))));
        refused(FaultKind.INVALID_ARGUMENT, "printable", () -> key("no space"));

        assertThat(store.range(RangeQuery.of(KeyPrefix.ALL)).entries()).isEmpty();
    }

    @Test
    void aLargestValueFits() {
        byte[] big = new byte[1 << 20];
        big[77] = 7;

        store.put(key("big"), Value.of(big));

        assertThat(entry("big").value()).isEqualTo(Value.of(big));
    }

    @Test
    void racingCountersLoseNoIncrement() throws Exception {
        put("counter", "0");
        int writers = 8;
        int each = 10;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> done = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                done.add(threads.submit(() -> increment(each)));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(entry("counter").value().text()).isEqualTo(Integer.toString(writers * each));
    }

    private void increment(int times) {
        for (int i = 0; i < times; ) {
            Entry now = entry("counter");
            Value next = Value.of(Integer.toString(Integer.parseInt(now.value().text()) + 1));
            if (store.txn(Txn.when(Compare.unchanged(now)).then(Op.put(now.key(), next)))
                    .succeeded()) {
                i++;
            }
        }
    }

    private boolean holds(Compare compare) {
        return store.txn(Txn.when(compare)).succeeded();
    }
}
