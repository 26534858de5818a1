package dev.mcp2026.coordinator.drive;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Lease;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Leases;
import dev.mcp2026.store.Lookup;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StatusListener;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreStatus;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import dev.mcp2026.store.Watch;
import dev.mcp2026.testkit.sim.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One coordinator's connection to the store, with the faults of the real ones: a write without an answer may have
/// been done, or be done yet; after one the connection takes no more of them for a while. What can't be read where
/// writes are done is read where they may not have been heard of yet.
final class LineStore implements Store {
    static final Duration PATIENCE = Duration.ofMillis(400);
    private static final Duration READ_ONLY = Duration.ofMillis(300);

    private final NodeId store;
    private final NodeId follower;
    private final Line line;
    private final Tasks tasks;
    private long writableAt;
    private long renewed;

    LineStore(NodeId store, NodeId follower, Line line, Tasks tasks) {
        this.store = store;
        this.follower = follower;
        this.line = line;
        this.tasks = tasks;
        this.writableAt = tasks.nanos();
        this.renewed = tasks.nanos();
    }

    /// When a lease was last asked for that was given, or renewed.
    long renewed() {
        return renewed;
    }

    @Override
    public Lookup get(Key key) {
        return read("get " + key, Lookup.class, tables -> tables.get(key));
    }

    @Override
    public RangePage range(RangeQuery query) {
        return read("range " + query.prefix(), RangePage.class, tables -> tables.range(query));
    }

    @Override
    public TxnResult txn(Txn txn) {
        return write(new StoreNode.Question.Write(txn), TxnResult.class);
    }

    @Override
    public Lease grant(Duration ttl) {
        long now = tasks.nanos();
        Duration whole = Leases.wholeSeconds(ttl);
        Lease lease = write(new StoreNode.Question.Other("grant", tables -> tables.grant(whole)), Lease.class);
        renewed = now;
        return lease;
    }

    @Override
    public Lease keepAlive(LeaseId id) {
        long now = tasks.nanos();
        Lease lease = write(new StoreNode.Question.Other("keepAlive", tables -> tables.keepAlive(id)), Lease.class);
        renewed = now;
        return lease;
    }

    @Override
    public void revoke(LeaseId id) {
        write(new StoreNode.Question.Other("revoke", tables -> tables.revoke(id)), Boolean.class);
    }

    private <T> T read(String what, Class<T> type, Function<SimTables, Object> work) {
        StoreNode.Question question = new StoreNode.Question.Other(what, work);
        if (tasks.nanos() >= writableAt) {
            try {
                return ask(store, question, type, FaultKind.UNAVAILABLE);
            } catch (FaultException e) {
                if (e.fault().kind() != FaultKind.UNAVAILABLE) {
                    throw e;
                }
            }
        }
        return type.cast(old(ask(follower, question, Object.class, FaultKind.UNAVAILABLE)));
    }

    private static Object old(Object answer) {
        return switch (answer) {
            case Lookup(Optional<Entry> entry, Revision revision, boolean _) -> new Lookup(entry, revision, true);
            case RangePage(List<Entry> entries, boolean more, Revision revision, boolean _) ->
                new RangePage(entries, more, revision, true);
            default -> throw new IllegalStateException("no read gives " + answer);
        };
    }

    private <T> T write(StoreNode.Question question, Class<T> type) {
        if (tasks.nanos() < writableAt) {
            throw Faults.of(FaultKind.READ_ONLY, "no answer to the last write", "");
        }
        try {
            return ask(store, question, type, FaultKind.DEADLINE_EXCEEDED);
        } catch (FaultException e) {
            if (e.fault().kind() == FaultKind.DEADLINE_EXCEEDED) {
                writableAt = tasks.nanos() + READ_ONLY.toNanos();
            }
            throw e;
        }
    }

    private <T> T ask(NodeId whom, StoreNode.Question question, Class<T> type, FaultKind unanswered) {
        try {
            return switch (line.ask(whom, question, PATIENCE)) {
                case null -> throw Faults.of(unanswered, "no answer to " + question, "");
                case FaultException refused ->
                    throw Faults.of(
                            refused.fault().kind(),
                            refused.fault().detail(),
                            refused.fault().action());
                case Object answer -> type.cast(answer);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Faults.of(unanswered, "interrupted while waiting for " + question, "");
        }
    }

    @Override
    public Watch watch(KeyPrefix prefix, Revision from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoreStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable listen(StatusListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
