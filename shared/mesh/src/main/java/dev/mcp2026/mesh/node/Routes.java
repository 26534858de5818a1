package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.route.KnownPaths;
import dev.mcp2026.mesh.route.RelayReport;
import dev.mcp2026.mesh.route.RouteDecider;
import dev.mcp2026.mesh.route.RouteDecision;
import dev.mcp2026.mesh.route.RouteListener;
import dev.mcp2026.mesh.route.RouteState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The route to each peer, decided anew at each tick. One thread decides; any may ask.
final class Routes {
    private final CellId self;
    private final RouteDecider decider;
    private final RouteListener listener;
    private final Map<CellId, RouteDecision> decisions = new ConcurrentHashMap<>();

    Routes(CellId self, RouteDecider decider, RouteListener listener) {
        this.self = self;
        this.decider = decider;
        this.listener = listener;
    }

    void decide(CellId peer, Map<PathKey, PathMeasurement> own, List<RelayReport> reports, long nanos, Instant now) {
        RouteDecision before = decisions.get(peer);
        RouteState state = before == null ? RouteState.START : before.state();
        RouteDecision decision = decider.decide(state, new KnownPaths(self, peer, own, reports), nanos, now);
        decisions.put(peer, decision);
        decision.change().ifPresent(change -> listener.changed(peer, change));
    }

    /// Empty before the first tick, and for cells that are not peers.
    Optional<RouteDecision> of(CellId peer) {
        return Optional.ofNullable(decisions.get(peer));
    }
}
