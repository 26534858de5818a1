package dev.mcp2026.testkit.process;

import java.net.InetSocketAddress;

/// A real server on a free loopback port, in a temporary folder of its own. Pause, kill and restart it through its
/// [#process()]; after a restart [#awaitReady()] waits until it answers again, on the same port.
public interface RealServer extends AutoCloseable {
    InetSocketAddress address();

    ManagedProcess process();

    /// Waits until the server answers in its own protocol.
    void awaitReady();

    /// Starts a server that was stopped or killed, and waits until it answers.
    default void restart() {
        process().restart();
        awaitReady();
    }

    @Override
    void close();
}
