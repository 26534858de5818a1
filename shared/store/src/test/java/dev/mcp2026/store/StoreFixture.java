package dev.mcp2026.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the parts of the contract share: an empty store for each test, and short ways to use it.
public abstract class StoreFixture {
    protected static final Duration SOON = Duration.ofSeconds(10);
    protected Store store;

    /// An empty store that keeps `watchEvents` events for a watcher.
    protected abstract Store open(long watchEvents) throws Exception;

    /// Makes the store forget all history up to its present revision.
    protected abstract void compact() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open(64);
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    protected static Key key(String name) {
        return new Key(name);
    }

    protected TxnResult put(String name, String value) {
        return store.put(key(name), Value.of(value));
    }

    protected Entry entry(String name) {
        return store.get(key(name)).entry().orElseThrow(() -> new AssertionError("no " + name));
    }

    protected static List<String> names(RangePage page) {
        return page.entries().stream().map(e -> e.key().value()).toList();
    }

    protected static List<StoreEvent> collect(Watch watch, int atLeast) throws InterruptedException {
        List<StoreEvent> all = new ArrayList<>();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (all.size() < atLeast && System.nanoTime() - deadline < 0) {
            if (watch.next(Duration.ofSeconds(1)) instanceof WatchResult.Events(List<StoreEvent> events, Revision _)) {
                all.addAll(events);
            }
        }
        assertThat(all).hasSizeGreaterThanOrEqualTo(atLeast);
        return all;
    }

    protected static void refused(FaultKind kind, String says, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(says)
                .satisfies(e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(kind));
    }
}
