package dev.mcp2026.testkit.wan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// Moves one direction of one connection: reads as fast as the queue has room, writes when bytes are due.
final class TcpPump {
    /// Per direction of a connection; the sender feels back pressure beyond it, as from a full socket buffer.
    static final long MAX_QUEUED_BYTES = 8L << 20;

    private static final int READ_BYTES = 64 << 10;

    private final Socket from;
    private final Socket to;
    private final SegmentQueue queue;
    private final Runnable onReset;
    private final Mailbox mailbox = new Mailbox();

    TcpPump(Socket from, Socket to, SegmentQueue queue, Runnable onReset) {
        this.from = from;
        this.to = to;
        this.queue = queue;
        this.onReset = onReset;
    }

    /// Reads until the sender ends the stream. Runs in a thread of its own.
    void read() {
        byte[] buffer = new byte[READ_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int length = n;
                if (!put(() -> queue.offer(System.nanoTime(), buffer, length))) {
                    return;
                }
            }
            put(() -> queue.offerEnd(System.nanoTime(), Segment.Kind.FIN));
        } catch (IOException reset) {
            putReset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes until the stream has ended. Runs in a thread of its own.
    void write() {
        try {
            while (writeNext()) {}
        } catch (IOException gone) {
            onReset.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        mailbox.close();
    }

    private boolean writeNext() throws IOException, InterruptedException {
        Batch batch = mailbox.take(this::pollBatch, queue::nextEvent);
        if (batch == null) {
            return false;
        }
        to.getOutputStream().write(batch.bytes());
        switch (batch.end()) {
            case null -> {
                return true;
            }
            case FIN -> to.shutdownOutput();
            case RESET -> onReset.run();
            case DATA -> throw new IllegalStateException("data is no end");
        }
        return false;
    }

    private @Nullable Batch pollBatch() {
        long now = System.nanoTime();
        Segment segment = queue.poll(now);
        if (segment == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (segment != null && segment.kind == Segment.Kind.DATA) {
            bytes.writeBytes(segment.payload);
            segment = bytes.size() < READ_BYTES ? queue.poll(now) : null;
        }
        return new Batch(bytes.toByteArray(), segment == null ? null : segment.kind);
    }

    private boolean put(Runnable offer) throws InterruptedException {
        return mailbox.put(() -> queue.queuedBytes() < MAX_QUEUED_BYTES, offer);
    }

    private void putReset() {
        try {
            put(() -> queue.offerEnd(System.nanoTime(), Segment.Kind.RESET));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Batch(byte[] bytes, Segment.@Nullable Kind end) {}
}
