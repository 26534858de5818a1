package dev.mcp2026.http3;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicPackets;
import io.netty.util.internal.PlatformDependent;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What callers want written on one connection, in order: one wake-up of the event loop for many writes, and packets
/// built once for all streams that wrote.
final class WriteQueue implements Runnable {
    private final EventLoop loop;
    private final ReadPump pump;
    private final Queue<Runnable> writes = PlatformDependent.newMpscQueue();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /// Streams, and the connection for datagrams, to flush; of the event loop alone, like what follows.
    private final Set<Channel> written = new LinkedHashSet<>();

    private @Nullable QuicChannel connection;
    private boolean waitsForPump;

    WriteQueue(EventLoop loop, ReadPump pump) {
        this.loop = loop;
        this.pump = pump;
    }

    void connection(QuicChannel opened) {
        connection = opened;
    }

    /// From any thread.
    void add(Runnable write) {
        writes.add(write);
        if (loop.inEventLoop() && pump.reading()) {
            // What is written in answer to the datagrams just being read leaves in one go after them.
            if (!waitsForPump) {
                waitsForPump = true;
                pump.afterReading(this);
            }
        } else if (scheduled.compareAndSet(false, true)) {
            loop.execute(this);
        }
    }

    /// To be called by a write, for the channel that it wrote to.
    void flushLater(Channel channel) {
        written.add(channel);
    }

    @Override
    public void run() {
        scheduled.set(false);
        drain();
    }

    void pumped() {
        waitsForPump = false;
        drain();
    }

    void drain() {
        if (writes.isEmpty() && written.isEmpty()) {
            return;
        }
        QuicChannel on = connection;
        boolean begun = on != null && QuicPackets.begin(on);
        try {
            for (Runnable write = writes.poll(); write != null; write = writes.poll()) {
                write.run();
            }
            written.forEach(Channel::flush);
            written.clear();
        } finally {
            if (begun && on != null) {
                QuicPackets.end(on);
            }
        }
    }
}
