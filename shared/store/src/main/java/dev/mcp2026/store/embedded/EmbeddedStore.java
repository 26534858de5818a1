package dev.mcp2026.store.embedded;

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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.h2.mvstore.Cursor;

/// The store in one file of this process. See the package's description for how it works.
public final class EmbeddedStore implements Store {
    private static final int READERS = 2;

    private final EmbeddedOptions options;
    private final StatusBoard board;
    private final LeaseBook leases = new LeaseBook();
    private final RevisionSignal signal = new RevisionSignal();
    private final Versions versions = new Versions(signal);
    private final LongSupplier nanoTime;
    private final ExecutorService readers;
    private final Committer committer;
    private final Thread thread;
    private volatile boolean closed;

    /// @throws FaultException UNAVAILABLE if the file is in use, can't be made, or is damaged
    public static EmbeddedStore open(EmbeddedOptions options) {
        return new EmbeddedStore(
                options,
                InstantSource.system(),
                System::nanoTime,
                () -> options.file().toAbsolutePath().toFile().getUsableSpace(),
                ShieldedFile::new);
    }

    EmbeddedStore(
            EmbeddedOptions options,
            InstantSource wall,
            LongSupplier nanoTime,
            LongSupplier freeBytes,
            FileOpener opener) {
        this.options = options;
        this.nanoTime = nanoTime;
        this.board = new StatusBoard(wall, StoreMode.READ_WRITE, "");
        this.readers = Executors.newFixedThreadPool(READERS, work -> new IoThread("mcp-store-reader", work));
        Committer.Opening opening = () -> DataFile.open(options, opener, readers, leases, nanoTime.getAsLong());
        this.committer = new Committer(options, opening, board, leases, versions, nanoTime, freeBytes);
        CompletableFuture<Void> started = new CompletableFuture<>();
        this.thread = new IoThread("mcp-store-committer", () -> start(started));
        thread.start();
        try {
            started.join();
        } catch (CompletionException e) {
            readers.shutdown();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void start(CompletableFuture<Void> started) {
        try {
            committer.start();
        } catch (RuntimeException | Error e) {
            started.completeExceptionally(e);
            return;
        }
        started.complete(null);
        committer.run();
    }

    @Override
    public Lookup get(Key key) {
        options.limits().check(key);
        requireOpen();
        return versions.read(snapshot -> {
            byte[] record = snapshot.entries.get(key.value());
            Optional<Entry> entry = Optional.ofNullable(record).map(r -> Codec.entry(key.value(), r));
            return new Lookup(entry, snapshot.revision, stale());
        });
    }

    @Override
    public RangePage range(RangeQuery query) {
        int limit = options.limits().page(query);
        requireOpen();
        return versions.read(snapshot -> page(snapshot, query, limit));
    }

    private RangePage page(Snapshot snapshot, RangeQuery query, int limit) {
        Key after = query.after();
        String prefix = query.prefix().value();
        // The successor of a key is that key and a NUL, which no key may hold.
        String from = after == null ? prefix : after.value() + '\0';
        List<Entry> entries = new ArrayList<>();
        Cursor<String, byte[]> cursor = snapshot.entries.cursor(from);
        boolean more = false;
        while (cursor.hasNext()) {
            String key = cursor.next();
            if (!key.startsWith(prefix)) {
                break;
            }
            if (entries.size() == limit) {
                more = true;
                break;
            }
            entries.add(Codec.entry(key, cursor.getValue()));
        }
        return new RangePage(entries, more, snapshot.revision, stale());
    }

    @Override
    public TxnResult txn(Txn txn) {
        options.limits().check(txn);
        return write(new Command.Transact(txn));
    }

    @Override
    public Lease grant(Duration ttl) {
        return write(new Command.Grant(Leases.wholeSeconds(ttl)));
    }

    @Override
    public Lease keepAlive(LeaseId lease) {
        requireOpen();
        board.requireWritable();
        Duration ttl = leases.renew(lease, nanoTime.getAsLong());
        if (ttl == null) {
            throw TxnPlan.noSuchLease(lease);
        }
        return new Lease(lease, ttl);
    }

    @Override
    public void revoke(LeaseId lease) {
        write(new Command.Revoke(lease, false));
    }

    @Override
    public Watch watch(KeyPrefix prefix, Revision from) {
        requireOpen();
        Revision first = from.equals(Revision.NONE) ? versions.revision().next() : from;
        return new HistoryWatch(versions, signal, () -> closed, options.limits(), prefix, first);
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
        committer.stop();
        signal.raise();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readers.shutdown();
    }

    private <R> R write(Command<R> command) {
        requireOpen();
        board.requireWritable();
        Pending<R> pending = new Pending<>(command);
        try {
            committer.submit(pending);
            return pending.answer.get(options.writeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FaultException fault ? fault : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw unknown("the disk did not answer within " + options.writeTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("the caller was interrupted while waiting for the disk");
        }
    }

    private static FaultException unknown(String why) {
        return Faults.of(FaultKind.DEADLINE_EXCEEDED, why, "read before trying again: the write may still happen");
    }

    private boolean stale() {
        return !board.writable();
    }

    private void requireOpen() {
        if (closed) {
            throw Committer.closed();
        }
    }
}
