package dev.mcp2026.testkit.wan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// Accepts TCP connections and relays each.
final class TcpRelay {
    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Link forward;
    private final Link backward;
    private final SplittableRandom random;
    private final Backlog backlog;
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();

    TcpRelay(InetSocketAddress listen, InetSocketAddress target, Link forward, Link backward, SplittableRandom random)
            throws IOException {
        this.listener = new ServerSocket(listen.getPort(), Backlog.SIZE, listen.getAddress());
        this.target = target;
        this.forward = forward;
        this.backward = backward;
        this.random = random;
        this.backlog = new Backlog((InetSocketAddress) listener.getLocalSocketAddress());
    }

    void start() {
        Thread.ofVirtual().name("wan-accept").start(this::accept);
    }

    /// Makes new connects hang or lets them through again.
    void admit(boolean open) {
        if (open) {
            backlog.open();
        } else {
            backlog.close();
        }
    }

    /// The connections of now.
    Set<TcpConnection> connections() {
        return Set.copyOf(connections);
    }

    void close() throws IOException {
        listener.close();
        backlog.open();
        connections().forEach(TcpConnection::reset);
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                if (backlog.admits(client)) {
                    SplittableRandom own = random.split();
                    Thread.ofVirtual().name("wan-open").start(() -> open(client, own));
                } else {
                    client.close();
                }
            }
        } catch (IOException closed) {
            // The relay ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Socket client, SplittableRandom own) {
        try {
            TcpConnection connection = TcpConnection.open(client, target, forward, backward, own, connections::remove);
            connections.add(connection);
            connection.start();
            if (listener.isClosed()) {
                connection.reset();
            }
        } catch (IOException refused) {
            System.getLogger(TcpRelay.class.getName())
                    .log(System.Logger.Level.DEBUG, "target refused address=" + target, refused);
        }
    }
}
