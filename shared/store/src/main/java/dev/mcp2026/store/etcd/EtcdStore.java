package dev.mcp2026.store.etcd;

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
import dev.mcp2026.store.StatusBoard;
import dev.mcp2026.store.StatusListener;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.StoreStatus;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import dev.mcp2026.store.Watch;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.options.GetOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// The store in an etcd cluster. While the quorum is away, reads are answered by any one member (serializable, marked
/// stale)
/// and writes fail at once; when it is back so is READ_WRITE, on the same object.
public final class EtcdStore implements Store {
    private static final Logger LOG = Logger.getLogger(EtcdStore.class);

    private final EtcdOptions options;
    private final Client client;
    private final EtcdCodec codec;
    private final Calls calls;
    private final StatusBoard board;
    private final EtcdProbe probe;
    private final Thread prober;
    private final Semaphore pending;
    private final Set<EtcdWatch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Connects and looks at the cluster; if it does not answer, the store starts READ_ONLY and goes on trying.
    ///
    /// @throws IllegalArgumentException if the TLS files can't be read, or do not go with the endpoints
    public static EtcdStore open(EtcdOptions options) {
        return new EtcdStore(options, InstantSource.system(), System::nanoTime);
    }

    EtcdStore(EtcdOptions options, InstantSource wall, LongSupplier nanoTime) {
        this.options = options;
        this.client = EtcdClients.connect(options);
        this.codec = new EtcdCodec(options.root());
        this.calls = new Calls(options.callTimeout());
        this.board = new StatusBoard(wall, StoreMode.READ_ONLY, "no member has answered yet");
        this.pending = new Semaphore((int) options.limits().pendingTxns().max());
        this.probe = new EtcdProbe(
                client, options.endpoints(), codec.prefix(KeyPrefix.ALL), options.mode(), board, nanoTime);
        probe.untilWritable(options.openTimeout());
        if (!board.writable()) {
            LOG.warnf(
                    "store opened without its cluster mode=%s reason=%s",
                    board.current().mode(), board.current().reason());
        }
        this.prober = Thread.ofVirtual().name("mcp-store-etcd-probe").start(probe);
    }

    @Override
    public Lookup get(Key key) {
        options.limits().check(key);
        Read read = read(codec.key(key), GetOption.builder());
        Optional<Entry> entry = codec.entries(read.answer.getKvs()).findFirst();
        return new Lookup(entry, revision(read.answer), read.stale);
    }

    @Override
    public RangePage range(RangeQuery query) {
        int limit = options.limits().page(query);
        Key after = query.after();
        ByteSequence from = after == null ? codec.prefix(query.prefix()) : codec.successor(after);
        Read read = read(
                from,
                GetOption.builder().withRange(codec.prefixEnd(query.prefix())).withLimit(limit));
        return new RangePage(
                codec.entries(read.answer.getKvs()).toList(), read.answer.isMore(), revision(read.answer), read.stale);
    }

    private record Read(GetResponse answer, boolean stale) {}

    private Read read(ByteSequence key, GetOption.Builder option) {
        requireOpen();
        FaultException last = null;
        if (board.writable()) {
            try {
                return new Read(calls.await(client.getKVClient().get(key, option.build())), false);
            } catch (Calls.CallFailed e) {
                last = rejected(e);
            }
        }
        // Each member in turn may be the one that still answers.
        for (int i = 0; i < options.endpoints().size(); i++) {
            try {
                GetOption any = option.withSerializable(true).build();
                return new Read(calls.await(client.getKVClient().get(key, any)), true);
            } catch (Calls.CallFailed e) {
                last = rejected(e);
            }
        }
        throw Faults.of(
                FaultKind.UNAVAILABLE,
                "no etcd member answers a read: "
                        + (last == null ? "" : last.fault().detail()),
                "check the cluster and the network to it");
    }

    /// Throws if the request itself is at fault, otherwise gives the fault back for another attempt.
    private static FaultException rejected(Calls.CallFailed e) {
        FaultException fault = e.failure().fault();
        if (e.failure() instanceof Calls.Failure.Rejected) {
            throw fault;
        }
        return fault;
    }

    @Override
    public TxnResult txn(Txn txn) {
        options.limits().check(txn);
        TxnResponse answer = write(() -> client.getKVClient()
                .txn()
                .If(codec.compares(txn.compares()))
                .Then(codec.ops(txn.then()))
                .Else(codec.ops(txn.orElse()))
                .commit());
        List<Optional<Entry>> read = answer.getGetResponses().stream()
                .map(get -> codec.entries(get.getKvs()).findFirst())
                .toList();
        long deleted = answer.getDeleteResponses().stream()
                .mapToLong(DeleteResponse::getDeleted)
                .sum();
        return new TxnResult(
                answer.isSucceeded(), new Revision(answer.getHeader().getRevision()), read, deleted);
    }

    @Override
    public Lease grant(Duration ttl) {
        long seconds = Leases.wholeSeconds(ttl).toSeconds();
        var answer = write(() -> client.getLeaseClient().grant(seconds));
        return new Lease(new LeaseId(answer.getID()), Duration.ofSeconds(answer.getTTL()));
    }

    @Override
    public Lease keepAlive(LeaseId lease) {
        var answer = write(() -> client.getLeaseClient().keepAliveOnce(lease.value()));
        return new Lease(lease, Duration.ofSeconds(answer.getTTL()));
    }

    @Override
    public void revoke(LeaseId lease) {
        write(() -> client.getLeaseClient().revoke(lease.value()));
    }

    /// Runs a write, never twice. What its failure says about the cluster goes to the mode at once.
    private <T> T write(Supplier<CompletableFuture<T>> call) {
        requireOpen();
        board.requireWritable();
        if (!pending.tryAcquire()) {
            var limit = options.limits().pendingTxns();
            throw Faults.limit("txn", limit.max() + " writes wait for etcd", "send slower, or raise " + limit.name());
        }
        try {
            return calls.await(call.get());
        } catch (Calls.CallFailed e) {
            FaultException fault = e.failure().fault();
            switch (e.failure()) {
                case Calls.Failure.Refused _ ->
                    probe.tell(new ModeEvent.WriteRefused(fault.fault().detail()));
                case Calls.Failure.Unanswered _ ->
                    probe.tell(new ModeEvent.WriteUnanswered(fault.fault().detail()));
                case Calls.Failure.Rejected _ -> {}
            }
            throw fault;
        } finally {
            pending.release();
        }
    }

    @Override
    public Watch watch(KeyPrefix prefix, Revision from) {
        requireOpen();
        Revision first = from.equals(Revision.NONE)
                ? revision(read(codec.prefix(prefix), GetOption.builder().withCountOnly(true)).answer)
                        .next()
                : from;
        EtcdWatch watch = new EtcdWatch(
                client.getWatchClient(),
                codec,
                prefix,
                first,
                options.limits().watchEvents().max(),
                () -> closed,
                watches::remove);
        watches.add(watch);
        return watch;
    }

    /// Leaves SPLIT: `by` has decided that the history in reach is to be kept.
    public void approveMerge(String by) {
        probe.tell(new ModeEvent.MergeApproved(by));
    }

    @Override
    public StoreStatus status() {
        return board.current();
    }

    @Override
    public AutoCloseable listen(StatusListener listener) {
        return board.listen(listener);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        probe.stop();
        watches.forEach(EtcdWatch::close);
        try {
            prober.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    private static Revision revision(GetResponse answer) {
        return new Revision(answer.getHeader().getRevision());
    }

    private void requireOpen() {
        if (closed) {
            throw Faults.of(FaultKind.UNAVAILABLE, "the store is closed", "open it again");
        }
    }
}
