package dev.mcp2026.http3;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Moves the connections of the channels that it was given to, to new UDP sockets (RFC 9000 section 9): for a machine
/// whose addresses have changed, as when it went from one network to another. Calls under way notice nothing. Where
/// sending fails, a connection moves by itself.
public final class Rebinding {
    private final Set<MovingSocket> connections = ConcurrentHashMap.newKeySet();

    /// From any thread; returns before it is done.
    public void rebind() {
        connections.forEach(MovingSocket::move);
    }

    void opened(MovingSocket connection) {
        connections.add(connection);
    }

    MovingSocket only() {
        return connections.iterator().next();
    }

    void closed(MovingSocket connection) {
        connections.remove(connection);
    }
}
