package dev.mcp2026.mesh.route;

import static dev.mcp2026.mesh.route.Measured.NOW;
import static dev.mcp2026.mesh.route.Measured.PEER;
import static dev.mcp2026.mesh.route.Measured.SELF;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.Way;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One peer's measurements, which a test changes, and the decider that follows them.
final class World {
    /// Monotonic time starts near its end: only differences may count.
    private static final long START = Long.MAX_VALUE - 1_000_000_000L;

    final RouteRules rules = RouteRules.DEFAULT;
    private final RouteDecider decider = new RouteDecider(rules);
    private final Map<PathKey, PathMeasurement> own = new HashMap<>();
    private final Map<CellId, RelayReport> reports = new HashMap<>();
    private RouteState state = RouteState.START;
    private long elapsed;

    World direct(PathMeasurement http3, PathMeasurement http2) {
        return own(PEER, Way.DIRECT_HTTP3, http3).own(PEER, Way.DIRECT_HTTP2, http2);
    }

    World own(CellId to, Way way, PathMeasurement path) {
        own.put(new PathKey(to, way), path);
        return this;
    }

    /// A relay whose report is fresh now.
    World relay(CellId relay, PathMeasurement near, PathMeasurement far) {
        own(relay, Way.DIRECT_HTTP3, near);
        reports.put(relay, new RelayReport(relay, nanos(), Map.of(PEER, far)));
        return this;
    }

    RouteDecision decide() {
        RouteDecision decision = decider.decide(
                state, new KnownPaths(SELF, PEER, own, List.copyOf(reports.values())), nanos(), NOW.plusNanos(elapsed));
        state = decision.state();
        return decision;
    }

    /// Decides each 250 ms, with fresh reports, for this long; the last decision.
    RouteDecision pass(Duration time) {
        RouteDecision last = decide();
        for (long passed = 0; passed < time.toMillis(); passed += 250) {
            elapse(Duration.ofMillis(250));
            reports.replaceAll((relay, report) -> new RelayReport(relay, nanos(), report.direct()));
            last = decide();
        }
        return last;
    }

    /// Lets time pass without news from anyone.
    World elapse(Duration time) {
        elapsed += time.toNanos();
        return this;
    }

    RouteState state() {
        return state;
    }

    long nanos() {
        return START + elapsed;
    }
}
