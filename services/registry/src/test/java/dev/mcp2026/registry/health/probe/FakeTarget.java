package dev.mcp2026.registry.health.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real server on loopback that treats each connection as told.
final class FakeTarget implements AutoCloseable {
    interface Manner {
        void treat(Socket socket) throws IOException;
    }

    final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FakeTarget(Manner manner) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    Thread.ofVirtual().start(() -> {
                        try {
                            manner.treat(socket);
                        } catch (IOException e) {
                            // the other side left
                        }
                    });
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /// Answers each request with `response` and closes.
    static FakeTarget answering(String response) throws IOException {
        return new FakeTarget(socket -> {
            readRequest(socket);
            socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            socket.close();
        });
    }

    static FakeTarget silent() throws IOException {
        return new FakeTarget(_ -> {});
    }

    static FakeTarget closing() throws IOException {
        return new FakeTarget(socket -> {
            readRequest(socket);
            socket.close();
        });
    }

    static FakeTarget resetting() throws IOException {
        return new FakeTarget(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
            socket.close();
        });
    }

    static void readRequest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int last = 0;
        for (int c = in.read(); c >= 0 && !(c == '\n' && last == '\n'); c = in.read()) {
            last = c == '\r' ? last : c;
        }
    }

    int connections() {
        return sockets.size();
    }

    int port() {
        return server.getLocalPort();
    }

    /// Ends every connection, as the kernel does when a process dies.
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
