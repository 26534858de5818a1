package dev.mcp2026.identity.socket;

import dev.mcp2026.identity.attest.Attestor;
import dev.mcp2026.identity.workload.Caller;
import io.grpc.Attributes;
import org.jspecify.annotations.Nullable;

/// The process at the other end of one connection.
final class Peer {
    /// Of each connection on the socket.
    static final Attributes.Key<Peer> KEY = Attributes.Key.create("dev.mcp2026.identity.peer");

    private final int pid;
    private final int uid;
    private final int gid;
    private volatile @Nullable Caller caller;

    Peer(int pid, int uid, int gid) {
        this.pid = pid;
        this.uid = uid;
        this.gid = gid;
    }

    /// Attested once a connection, when it is accepted.
    Caller attested(Attestor attestor) {
        Caller known = caller;
        if (known == null) {
            known = attestor.attest(pid, uid, gid);
            caller = known;
        }
        return known;
    }
}
