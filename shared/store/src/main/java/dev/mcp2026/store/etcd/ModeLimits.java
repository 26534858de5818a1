package dev.mcp2026.store.etcd;

import java.time.Duration;

/// @param probeEvery pause between probes
/// @param probeTimeout after which a probe counts as failed
/// @param failuresToReadOnly failed probes, or writes without an answer, in a row that end READ_WRITE
/// @param successesToReadWrite good probes in a row that end READ_ONLY
/// @param electionTimeout the cluster's own; no leader for more than three of these may mean a split
/// @param splitLag entries by which the reachable members' committed index must trail the highest ever seen
///     for a split to be declared
public record ModeLimits(
        Duration probeEvery,
        Duration probeTimeout,
        int failuresToReadOnly,
        int successesToReadWrite,
        Duration electionTimeout,
        long splitLag) {
    public ModeLimits {
        if (failuresToReadOnly < 1 || successesToReadWrite < 1 || splitLag < 0) {
            throw new IllegalArgumentException("mcp.store.etcd.mode counts must be at least 1, the lag at least 0");
        }
    }

    /// etcd's defaults over a WAN: election timeout 5 s.
    public static ModeLimits defaults() {
        return new ModeLimits(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 2, Duration.ofSeconds(5), 100);
    }

    Duration leaderlessBeforeSplit() {
        return electionTimeout.multipliedBy(3);
    }
}
