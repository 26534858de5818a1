package dev.mcp2026.store.etcd;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A watch on the cluster. Events wait in a bounded buffer; when it is full the stream is closed, and opened again from
/// the
/// next revision once the reader has caught up. Streams that fail are opened again in the same way, by us: jetcd's own
/// resumption may skip events that came between its creation and its first answer.
final class EtcdWatch implements Watch {
    private static final long REOPEN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final io.etcd.jetcd.Watch client;
    private final EtcdCodec codec;
    private final KeyPrefix prefix;
    private final long maxEvents;
    private final BooleanSupplier storeClosed;
    private final Consumer<EtcdWatch> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<StoreEvent> buffer = new ArrayDeque<>();
    private io.etcd.jetcd.Watch.@Nullable Watcher stream;
    private int generation;
    private boolean streaming;
    private long received;
    private long delivered;
    private long openAfter;
    private @Nullable Revision compactedAt;
    private boolean closed;

    EtcdWatch(
            io.etcd.jetcd.Watch client,
            EtcdCodec codec,
            KeyPrefix prefix,
            Revision from,
            long maxEvents,
            BooleanSupplier storeClosed,
            Consumer<EtcdWatch> onClose) {
        this.client = client;
        this.codec = codec;
        this.prefix = prefix;
        this.maxEvents = maxEvents;
        this.storeClosed = storeClosed;
        this.onClose = onClose;
        this.received = from.value() - 1;
        this.delivered = received;
        this.openAfter = System.nanoTime();
    }

    @Override
    public WatchResult next(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            openIfNeeded();
            lock.lockInterruptibly();
            try {
                WatchResult ready = ready();
                long now = System.nanoTime();
                if (ready != null) {
                    return ready;
                }
                if (deadline - now <= 0) {
                    return new WatchResult.Idle(new Revision(delivered));
                }
                long until = streaming ? deadline - now : Math.min(deadline - now, REOPEN_PAUSE_NANOS);
                changed.awaitNanos(until);
            } finally {
                lock.unlock();
            }
        }
    }

    private @Nullable WatchResult ready() {
        if (closed || storeClosed.getAsBoolean()) {
            throw Faults.of(FaultKind.UNAVAILABLE, "the store or the watch is closed", "open it again");
        }
        if (!buffer.isEmpty()) {
            List<StoreEvent> events = new ArrayList<>();
            // Whole revisions only; at least one of them.
            while (!buffer.isEmpty()
                    && (events.size() < maxEvents
                            || buffer.peek().revision().equals(events.getLast().revision()))) {
                events.add(buffer.remove());
            }
            delivered = Math.max(delivered, events.getLast().revision().value());
            return new WatchResult.Events(events, new Revision(delivered));
        }
        if (compactedAt != null) {
            return new WatchResult.Compacted(compactedAt);
        }
        delivered = received;
        return null;
    }

    private void openIfNeeded() {
        int mine;
        long from;
        lock.lock();
        try {
            boolean wanted = !streaming && !closed && compactedAt == null && buffer.isEmpty();
            if (!wanted || System.nanoTime() - openAfter < 0) {
                return;
            }
            streaming = true;
            mine = ++generation;
            from = received + 1;
            openAfter = System.nanoTime() + REOPEN_PAUSE_NANOS;
        } finally {
            lock.unlock();
        }
        // Outside the lock: jetcd calls back under its own.
        WatchOption option = WatchOption.builder()
                .withRevision(from)
                .withRange(codec.prefixEnd(prefix))
                .withProgressNotify(true)
                .build();
        io.etcd.jetcd.Watch.Watcher opened = client.watch(codec.prefix(prefix), option, new Ear(mine));
        boolean late;
        lock.lock();
        try {
            late = generation != mine || !streaming;
            if (!late) {
                stream = opened;
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            opened.close();
        }
    }

    private void accept(int from, WatchResponse response) {
        io.etcd.jetcd.Watch.Watcher full = null;
        lock.lock();
        try {
            if (from != generation || !streaming) {
                return;
            }
            response.getEvents().forEach(event -> buffer.add(codec.event(event)));
            if (!buffer.isEmpty()) {
                received = Math.max(received, buffer.getLast().revision().value());
            }
            if (response.getEvents().isEmpty()) {
                // A progress note: all up to its revision has been sent.
                received = Math.max(received, response.getHeader().getRevision());
            }
            if (buffer.size() >= maxEvents) {
                full = stop();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (full != null) {
            full.close();
        }
    }

    private void failed(int from, Throwable why) {
        io.etcd.jetcd.Watch.Watcher broken = null;
        lock.lock();
        try {
            if (from != generation || !streaming) {
                return;
            }
            broken = stop();
            if (why instanceof CompactedException gone) {
                compactedAt = new Revision(gone.getCompactedRevision());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (broken != null) {
            broken.close();
        }
    }

    /// Ends the present stream; the caller closes what is returned, outside the lock.
    private io.etcd.jetcd.Watch.@Nullable Watcher stop() {
        io.etcd.jetcd.Watch.Watcher old = stream;
        stream = null;
        streaming = false;
        generation++;
        return old;
    }

    @Override
    public void close() {
        io.etcd.jetcd.Watch.Watcher old;
        lock.lock();
        try {
            closed = true;
            old = stop();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.close();
        }
        onClose.accept(this);
    }

    /// Hears one stream.
    private final class Ear implements io.etcd.jetcd.Watch.Listener {
        private final int generation;

        Ear(int generation) {
            this.generation = generation;
        }

        @Override
        public void onNext(WatchResponse response) {
            accept(generation, response);
        }

        @Override
        public void onError(Throwable why) {
            failed(generation, why);
        }

        @Override
        public void onCompleted() {
            failed(generation, new IllegalStateException("the stream ended"));
        }
    }
}
