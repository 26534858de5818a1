package dev.mcp2026.benchmarks.falsepositives;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// A small HTTP server on many loopback ports, as a process of its own so that it can be paused and killed.
/// Arguments: a control port, then the ports to serve. The control port takes lines `PORT MILLIS`: accept nothing on
/// that port for so long.
public final class TargetMain {
    /// Short, so that it can be filled.
    private static final int BACKLOG = 2;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private TargetMain() {}

    public static void main(String[] args) throws IOException {
        Map<Integer, AtomicLong> heldUntil = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int port = Integer.parseInt(args[i]);
            AtomicLong until = new AtomicLong(System.nanoTime());
            heldUntil.put(port, until);
            ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(server, until));
        }
        ServerSocket control = new ServerSocket(Integer.parseInt(args[0]), 10, InetAddress.getLoopbackAddress());
        while (true) {
            try (Socket socket = control.accept();
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                String line = in.readLine();
                if (line != null) {
                    String[] words = line.split(" ");
                    Objects.requireNonNull(heldUntil.get(Integer.parseInt(words[0])), "no such target")
                            .set(System.nanoTime() + Long.parseLong(words[1]) * 1_000_000);
                    socket.getOutputStream().write('\n');
                }
            }
        }
    }

    private static void serve(ServerSocket server, AtomicLong heldUntil) {
        try {
            while (true) {
                Socket socket = server.accept();
                long held = heldUntil.get() - System.nanoTime();
                if (held > 0) {
                    Thread.sleep(held / 1_000_000 + 1);
                }
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException | InterruptedException e) {
            System.exit(1);
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            if (socket.getInputStream().read(new byte[1024]) > 0) {
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            // The other side left.
        }
    }
}
