package dev.mcp2026.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Finds loopback ports that nothing uses now. They come from below Linux's ephemeral range (32768 and up), so no
/// outgoing connection takes one while a test has its server stopped for a moment.
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int MAX_TRIES = 1_000;

    private FreePort() {}

    /// A port that is free for TCP and for UDP, as a mesh that listens on both wants it.
    ///
    /// @throws IllegalStateException if a thousand tries found none
    public static int find() {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " to " + HIGHEST);
    }

    /// As [#find], as an address on 127.0.0.1.
    public static InetSocketAddress address() {
        return new InetSocketAddress(loopback(), find());
    }

    /// 127.0.0.1, whichever family the machine prefers.
    public static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(null)) {
            tcp.bind(new InetSocketAddress(loopback(), port));
            udp.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
