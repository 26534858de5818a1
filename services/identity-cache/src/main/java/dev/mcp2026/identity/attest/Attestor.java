package dev.mcp2026.identity.attest;

import dev.mcp2026.identity.workload.Caller;

/// Finds out what can be known of a process.
public interface Attestor {
    /// @param pid as the kernel says it, 0 where it is of another PID namespace
    Caller attest(int pid, int uid, int gid);
}
