package dev.mcp2026.testkit.wan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One connection through the relay: two sockets, two directions.
final class TcpConnection {
    private static final long SYN_RETRY_NANOS = 1_000_000_000;

    private final Socket client;
    private final Socket server;
    private final TcpPump forward;
    private final TcpPump backward;
    private final Consumer<TcpConnection> onEnd;
    private final AtomicInteger running = new AtomicInteger(2);

    private TcpConnection(
            Socket client,
            Socket server,
            Link there,
            Link back,
            SplittableRandom random,
            Consumer<TcpConnection> onEnd) {
        this.client = client;
        this.server = server;
        this.onEnd = onEnd;
        // The kernel completed the client's handshake at once, so what the client sends now waits for as long as the
        // handshake would have taken: a round trip, and a second more for each SYN or SYN-ACK lost (RFC 6298).
        long start = System.nanoTime();
        while (there.isUp() && back.isUp() && !(there.delivers(random) && back.delivers(random))) {
            start += SYN_RETRY_NANOS;
        }
        long reachesServer = start + there.delayNanos();
        this.forward = new TcpPump(
                client,
                server,
                new SegmentQueue(there, back, random.split(), reachesServer + back.delayNanos()),
                this::reset);
        this.backward =
                new TcpPump(server, client, new SegmentQueue(back, there, random.split(), reachesServer), this::reset);
    }

    /// Connects to `target` and starts moving data. If nothing listens there the client gets a reset.
    static TcpConnection open(
            Socket client,
            InetSocketAddress target,
            Link there,
            Link back,
            SplittableRandom random,
            Consumer<TcpConnection> onEnd)
            throws IOException {
        Socket server = new Socket();
        try {
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            abort(client);
            abort(server);
            throw e;
        }
        return new TcpConnection(client, server, there, back, random, onEnd);
    }

    void start() {
        Thread.ofVirtual().name("wan-read-forward").start(forward::read);
        Thread.ofVirtual().name("wan-read-backward").start(backward::read);
        Thread.ofVirtual().name("wan-write-forward").start(() -> write(forward));
        Thread.ofVirtual().name("wan-write-backward").start(() -> write(backward));
    }

    /// Ends both sides with a RST at once.
    void reset() {
        // First, as a pump that ends closes the sockets too, and must not end them with a FIN.
        abortOnClose(client);
        abortOnClose(server);
        forward.close();
        backward.close();
        close(client);
        close(server);
        onEnd.accept(this);
    }

    private void write(TcpPump pump) {
        pump.write();
        if (running.decrementAndGet() == 0) {
            close(client);
            close(server);
            onEnd.accept(this);
        }
    }

    private static void abort(Socket socket) {
        abortOnClose(socket);
        close(socket);
    }

    private static void abortOnClose(Socket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException closedAlready) {
            // Then there is nothing to abort.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed either way.
        }
    }
}
