package dev.mcp2026.identity.workload;

import dev.mcp2026.identity.entry.Selector;
import io.grpc.Context;
import java.util.Set;

/// The process at the other end of a connection, as the kernel knows it.
///
/// @param selectors all that was attested of it
public record Caller(int pid, int uid, int gid, Set<Selector> selectors) {
    /// In each call on the socket.
    public static final Context.Key<Caller> KEY = Context.key("mcp2026.identity.caller");

    public Caller {
        selectors = Set.copyOf(selectors);
    }
}
