package dev.mcp2026.store.embedded;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StatusBoard;
import dev.mcp2026.store.StoreMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.h2.mvstore.MVStoreException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one thread that writes: takes what waits, runs it in order, makes it durable with one sync, answers.
final class Committer implements Runnable {
    private static final Logger LOG = Logger.getLogger(Committer.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int COMMITS_BETWEEN_HOUSEKEEPING = 500;

    private final EmbeddedOptions options;
    private final Opening opening;
    private final StatusBoard board;
    private final LeaseBook leases;
    private final Versions versions;
    private final LongSupplier nanoTime;
    private final LongSupplier freeBytes;
    private final BlockingQueue<Pending<?>> queue;
    private volatile boolean stopping;
    private volatile boolean stopped;
    private @Nullable DataFile file;
    private long retryAt;
    private int commits;

    /// Opens the data file anew.
    interface Opening {
        DataFile open();
    }

    Committer(
            EmbeddedOptions options,
            Opening opening,
            StatusBoard board,
            LeaseBook leases,
            Versions versions,
            LongSupplier nanoTime,
            LongSupplier freeBytes) {
        this.options = options;
        this.opening = opening;
        this.board = board;
        this.leases = leases;
        this.versions = versions;
        this.nanoTime = nanoTime;
        this.freeBytes = freeBytes;
        this.queue =
                new ArrayBlockingQueue<>((int) options.limits().pendingTxns().max());
    }

    /// First opening, on the committing thread.
    ///
    /// @throws FaultException UNAVAILABLE if the file can't be opened, is damaged, or can't be synced
    void start() {
        DataFile opened = opening.open();
        adopt(opened);
        if (!opened.readOnly()) {
            try {
                opened.settle();
            } catch (MVStoreException e) {
                opened.closeNow();
                throw DataFile.unavailable(
                        "the data file " + opened.path() + " can't be synced: " + e.getMessage(), "check the disk", e);
            }
        }
    }

    /// Queues a command, waiting for room up to the write timeout.
    void submit(Pending<?> pending) throws InterruptedException {
        boolean queued = queue.offer(pending, options.writeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        if (!queued) {
            var limit = options.limits().pendingTxns();
            throw Faults.limit(
                    "txn", limit.max() + " transactions wait for the disk", "send slower, or raise " + limit.name());
        }
        if (stopped && queue.remove(pending)) {
            throw closed();
        }
    }

    void stop() {
        stopping = true;
        // If there is no room for it, the thread is awake anyway.
        queue.offer(new Pending<>(new Command.Nudge()));
    }

    @Override
    public void run() {
        while (!stopping) {
            round();
        }
        stopped = true;
        List<Pending<?>> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(pending -> pending.failed(closed()));
        versions.retire();
        if (file != null) {
            file.close();
        }
    }

    private void round() {
        List<Pending<?>> batch = take();
        try {
            if (!board.writable()) {
                refuse(batch);
                tryToRecover();
                return;
            }
            leases.takeExpired(nanoTime.getAsLong())
                    .forEach(lease -> batch.add(new Pending<>(new Command.Revoke(lease, true))));
            if (batch.isEmpty()) {
                housekeep(1);
            } else if (freeBytes.getAsLong() < options.reserveBytes()) {
                board.set(StoreMode.READ_ONLY, lowSpace());
                refuse(batch);
            } else {
                commit(batch);
            }
        } catch (RuntimeException | Error e) {
            failed(batch, e);
        }
    }

    private void commit(List<Pending<?>> batch) {
        Tables tables = open().tables();
        long now = nanoTime.getAsLong();
        batch.forEach(pending -> pending.run(tables, leases, options.limits(), now));
        if (tables.dirty()) {
            tables.trim(options.limits());
            versions.publish(tables.commit());
            commits++;
        }
        batch.forEach(Pending::done);
        housekeep(COMMITS_BETWEEN_HOUSEKEEPING);
    }

    private void housekeep(int after) {
        if (commits >= after) {
            commits = 0;
            open().tables().housekeep();
        }
    }

    private List<Pending<?>> take() {
        // While nothing can be written no lease ends, so its alarm is no reason to hurry.
        long wait = board.writable()
                ? leases.nextAlarm(nanoTime.getAsLong()).orElse(IDLE_NANOS)
                : options.recheckEvery().toNanos();
        List<Pending<?>> batch = new ArrayList<>();
        try {
            Pending<?> first = queue.poll(Math.min(wait, IDLE_NANOS), TimeUnit.NANOSECONDS);
            long bytes = 0;
            while (first != null) {
                batch.add(first);
                bytes += first.command.bytes();
                boolean full = batch.size() >= options.groupTxns().max()
                        || bytes >= options.groupBytes().max();
                first = full ? null : queue.poll();
            }
        } catch (InterruptedException e) {
            // Nobody has this thread to interrupt it; should it happen, the next round goes on.
            LOG.debugf("store committer was interrupted queued=%d", queue.size());
        }
        return batch;
    }

    /// Something between running the batch and its sync went wrong: drop what is in memory, go back to the file.
    private void failed(List<Pending<?>> batch, Throwable e) {
        LOG.errorf(e, "store commit failed file=%s", options.file());
        Revision wanted = file == null ? Revision.NONE : file.tables().revision();
        boolean lost = file != null && file.file().syncFailed();
        board.set(
                StoreMode.READ_ONLY,
                lost
                        ? "a sync of the data file failed, so its contents are in doubt: check the disk, then restart"
                        : "the data file can't be written: " + e.getMessage());
        retryAt = lost
                ? Long.MAX_VALUE
                : nanoTime.getAsLong() + options.recheckEvery().toNanos();
        reopen();
        boolean undone = !lost && file != null && wanted.isAfter(file.tables().revision());
        FaultException answer = undone
                ? refusal()
                : Faults.of(
                        FaultKind.DEADLINE_EXCEEDED,
                        "the write failed on its way to the disk and may or may not be in the file",
                        "read before trying again");
        batch.forEach(pending -> pending.failed(answer));
    }

    private void tryToRecover() {
        long now = nanoTime.getAsLong();
        if (retryAt == Long.MAX_VALUE || now - retryAt < 0) {
            return;
        }
        retryAt = now + options.recheckEvery().toNanos();
        if (file == null || file.readOnly()) {
            reopen();
        }
        if (file == null || file.readOnly()) {
            return;
        }
        if (freeBytes.getAsLong() < options.reserveBytes()) {
            board.set(StoreMode.READ_ONLY, lowSpace());
            return;
        }
        file.settle();
        versions.publish(file.tables().commit());
        leases.renewAll(nanoTime.getAsLong());
        board.set(StoreMode.READ_WRITE, "");
    }

    private void reopen() {
        if (file != null) {
            file.closeNow();
            file = null;
        }
        try {
            adopt(opening.open());
        } catch (FaultException e) {
            board.set(StoreMode.READ_ONLY, e.fault().message());
        }
    }

    private void adopt(DataFile opened) {
        file = opened;
        versions.publish(opened.tables().snapshot());
        if (opened.readOnly()) {
            retryAt = nanoTime.getAsLong() + options.recheckEvery().toNanos();
            board.set(StoreMode.READ_ONLY, "the data file " + opened.path() + " is not writable");
        }
    }

    private DataFile open() {
        if (file == null) {
            throw new IllegalStateException("READ_WRITE without an open file");
        }
        return file;
    }

    private void refuse(List<Pending<?>> batch) {
        if (!batch.isEmpty()) {
            FaultException answer = refusal();
            batch.forEach(pending -> pending.failed(answer));
        }
    }

    private FaultException refusal() {
        return StatusBoard.refusal(board.current());
    }

    private String lowSpace() {
        return "less than " + options.reserveBytes() + " bytes are free for " + options.file()
                + " (mcp.store.reserve-bytes)";
    }

    static FaultException closed() {
        return Faults.of(FaultKind.UNAVAILABLE, "the store is closed", "open it again");
    }
}
