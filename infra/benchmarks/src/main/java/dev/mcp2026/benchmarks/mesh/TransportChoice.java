package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import java.util.Map;
import java.util.Optional;

/// What chooses a transport for a path from what a router's probes have shown: of HTTP/2 calls, of HTTP/3 datagrams.
interface TransportChoice {
    /// @param probes of each transport over the same path in the same time
    /// @return empty: it can't tell
    Optional<Transport> choose(Map<Transport, Outcome> probes);
}
