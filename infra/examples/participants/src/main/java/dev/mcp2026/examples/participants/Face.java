package dev.mcp2026.examples.participants;

/// How a participant is reached, on loopback.
interface Face extends AutoCloseable {
    int port();

    @Override
    void close();
}
