package dev.mcp2026.testkit.wan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes new connects hang, which a program in user space can't do directly: the kernel answers a SYN by itself while
/// the listener's backlog has room. So during a cut the relay stops accepting and fills the backlog with connections
/// of its own; the kernel then drops each SYN, and clients send it again after 1, 3, 7 … seconds as on a real cut.
final class Backlog {
    /// Small, so that filling it is quick.
    static final int SIZE = 8;

    private static final int MAX_FILLERS = 4 * SIZE;
    private static final int FULL_AFTER_MS = 100;

    private final InetSocketAddress listener;
    private final List<Socket> fillers = new ArrayList<>();
    private final Set<Integer> fillerPorts = new HashSet<>();
    private boolean open = true;

    Backlog(InetSocketAddress listener) {
        this.listener = listener;
    }

    /// Returns when new connects hang.
    synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        for (int i = 0; i < MAX_FILLERS && fill(); i++) {}
    }

    /// Lets connects through again.
    synchronized void open() {
        open = true;
        for (Socket filler : fillers) {
            try {
                filler.close();
            } catch (IOException gone) {
                // It is closed either way.
            }
        }
        fillers.clear();
        notifyAll();
    }

    /// Waits while closed. True if the connection that was accepted is a client's, false if it is a filler.
    synchronized boolean admits(Socket accepted) throws InterruptedException {
        while (!open) {
            wait();
        }
        return !fillerPorts.remove(accepted.getPort());
    }

    private boolean fill() {
        Socket filler = new Socket();
        try {
            filler.bind(null);
            fillerPorts.add(filler.getLocalPort());
            filler.connect(listener, FULL_AFTER_MS);
            fillers.add(filler);
            return true;
        } catch (SocketTimeoutException full) {
            fillerPorts.remove(filler.getLocalPort());
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("cannot fill the backlog of " + listener, e);
        } finally {
            if (!fillers.contains(filler)) {
                closeQuietly(filler);
            }
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is closed either way.
        }
    }
}
