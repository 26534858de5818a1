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
    private static final long HELD_WITHIN_NANOS = 10_000_000_000L;

    private final InetSocketAddress listener;
    private final List<Socket> fillers = new ArrayList<>();
    private final Set<Integer> fillerPorts = new HashSet<>();
    private boolean open = true;
    private boolean acceptorHeld;

    Backlog(InetSocketAddress listener) {
        this.listener = listener;
    }

    /// Returns when new connects hang.
    synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        fill();
        awaitAcceptorHeld();
        for (int i = 0; i < MAX_FILLERS && fill(); i++) {}
    }

    /// One more accept would make room in a backlog that is full, so the acceptor must be held first. It is once it
    /// has taken a connection; the first filler sees to it that there is one.
    private void awaitAcceptorHeld() {
        long deadline = System.nanoTime() + HELD_WITHIN_NANOS;
        try {
            while (!acceptorHeld) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the relay on " + listener + " does not accept; is it closed?");
                }
                wait(FULL_AFTER_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            acceptorHeld = true;
            notifyAll();
            wait();
        }
        acceptorHeld = false;
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
