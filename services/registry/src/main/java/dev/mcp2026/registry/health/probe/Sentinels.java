package dev.mcp2026.registry.health.probe;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Idle connections to targets, watched by one thread. The kernel of a host whose process dies
/// closes its connections
/// at once, so a crash is known without waiting for the next probe.
public final class Sentinels implements AutoCloseable {
    /// Told on the watching thread; must not block.
    @FunctionalInterface
    public interface Listener {
        /// @param detail `closed by the target` or `reset by the target`
        void closed(String detail, long livedNanos);
    }

    private static final Logger LOG = System.getLogger(Sentinels.class.getName());
    private static final int JUNK_MAX_BYTES = 65_536;

    private final long max;
    private final LongSupplier nanoTime;
    private final Selector selector;
    private final Queue<Sentinel> opening = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    public Sentinels(long max, LongSupplier nanoTime) {
        this.max = max;
        this.nanoTime = nanoTime;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        this.thread = Thread.ofPlatform().name("health-sentinels").daemon().start(this::watch);
    }

    /// One idle connection.
    public final class Sentinel {
        private final SocketChannel channel;
        private final Listener listener;
        private long connectedNanos;
        private int junk;
        private boolean released;

        private Sentinel(SocketChannel channel, Listener listener) {
            this.channel = channel;
            this.listener = listener;
        }

        /// Closes it from our side; its listener is not told.
        public void close() {
            if (release()) {
                selector.wakeup(); // the descriptor is only freed by the next select
            }
        }

        /// It was closed, or never stood.
        public synchronized boolean ended() {
            return released;
        }

        private synchronized boolean release() {
            if (released) {
                return false;
            }
            released = true;
            open.decrementAndGet();
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is left to free.
            }
            return true;
        }
    }

    /// Opens one, without blocking.
    ///
    /// @param address that a probe was just allowed to connect to
    /// @return null if the limit is reached or it can't be opened; that is no fault of anyone
    public @Nullable Sentinel open(InetAddress address, int port, Listener listener) {
        if (closed || open.incrementAndGet() > max) {
            open.decrementAndGet();
            return null;
        }
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(address, port));
            Sentinel sentinel = new Sentinel(channel, listener);
            opening.add(sentinel);
            selector.wakeup();
            return sentinel;
        } catch (IOException | RuntimeException e) {
            open.decrementAndGet();
            quietly(channel);
            return null;
        }
    }

    public int count() {
        return open.get();
    }

    private void watch() {
        ByteBuffer junk = ByteBuffer.allocateDirect(4096);
        while (!closed) {
            try {
                selector.select(key -> ready(key, junk));
                register();
            } catch (IOException | ClosedSelectorException e) {
                // The selector itself failed: sentinels are a help, not a need, so go without.
                return;
            }
        }
    }

    private void register() {
        for (Sentinel sentinel = opening.poll(); sentinel != null; sentinel = opening.poll()) {
            try {
                boolean connected = !sentinel.channel.isConnectionPending();
                sentinel.connectedNanos = nanoTime.getAsLong();
                sentinel.channel.register(
                        selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, sentinel);
            } catch (IOException e) {
                sentinel.release();
            } catch (RuntimeException e) {
                dropped(sentinel, e);
            }
        }
    }

    /// One thread watches for all tenants: whatever happens with one connection, it goes on with the others.
    private static void dropped(Sentinel sentinel, RuntimeException bug) {
        sentinel.release();
        LOG.log(Level.ERROR, "an idle connection was dropped by a bug", bug);
    }

    private void ready(SelectionKey key, ByteBuffer junk) {
        Sentinel sentinel = (Sentinel) key.attachment();
        try {
            if (key.isConnectable()) {
                connect(key, sentinel);
            } else {
                read(sentinel, junk.clear());
            }
        } catch (CancelledKeyException e) {
            // Closed from our side meanwhile.
        } catch (IOException e) {
            reset(sentinel);
        } catch (RuntimeException e) {
            dropped(sentinel, e);
        }
    }

    private void reset(Sentinel sentinel) {
        try {
            ended(sentinel, "reset by the target");
        } catch (RuntimeException e) {
            dropped(sentinel, e);
        }
    }

    private void connect(SelectionKey key, Sentinel sentinel) {
        try {
            sentinel.channel.finishConnect();
            sentinel.connectedNanos = nanoTime.getAsLong();
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            sentinel.release(); // never stood; the probes see to that
        }
    }

    private void read(Sentinel sentinel, ByteBuffer junk) throws IOException {
        int read = sentinel.channel.read(junk);
        if (read < 0) {
            ended(sentinel, "closed by the target");
            return;
        }
        // Some servers greet. What they say does not matter, but it is bounded.
        sentinel.junk += read;
        if (sentinel.junk > JUNK_MAX_BYTES) {
            sentinel.release();
        }
    }

    private void ended(Sentinel sentinel, String detail) {
        if (sentinel.release()) {
            sentinel.listener.closed(detail, nanoTime.getAsLong() - sentinel.connectedNanos);
        }
    }

    private static void quietly(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing is left to free.
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(1000);
            for (SelectionKey key : selector.keys()) {
                ((Sentinel) key.attachment()).release();
            }
            opening.forEach(Sentinel::release);
            selector.close();
        } catch (IOException e) {
            // Nothing is left to free.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
