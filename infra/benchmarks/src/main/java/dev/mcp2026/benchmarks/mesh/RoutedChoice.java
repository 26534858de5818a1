package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathRules;
import dev.mcp2026.mesh.path.PathStatistics;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.KnownPaths;
import dev.mcp2026.mesh.route.RouteDecider;
import dev.mcp2026.mesh.route.RouteDecision;
import dev.mcp2026.mesh.route.RouteRules;
import dev.mcp2026.mesh.route.RouteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The mesh's own decider, with its default rules, as it decides when it first knows the path.
final class RoutedChoice implements TransportChoice {
    private static final CellId SELF = new CellId("cell2");
    private static final CellId PEER = new CellId("cell1");

    private final RouteDecider decider = new RouteDecider(RouteRules.DEFAULT);

    @Override
    public Optional<Transport> choose(Map<Transport, Outcome> probes) {
        Map<PathKey, PathMeasurement> own = new HashMap<>();
        long end = 0;
        for (Outcome each : probes.values()) {
            end = Math.max(end, (long) (each.seconds() * 1e9));
        }
        for (Map.Entry<Transport, Outcome> each : probes.entrySet()) {
            own.put(new PathKey(PEER, way(each.getKey())), measured(each.getValue(), end));
        }
        RouteDecision decision = decider.decide(
                RouteState.START, new KnownPaths(SELF, PEER, own, List.of()), end, Instant.EPOCH.plusNanos(end));
        return decision.chosen().map(way -> way.equals(Way.DIRECT_HTTP3) ? Transport.HTTP3 : Transport.HTTP2);
    }

    private static Way way(Transport transport) {
        return transport == Transport.HTTP3 ? Way.DIRECT_HTTP3 : Way.DIRECT_HTTP2;
    }

    /// As if the probes were just being sent and answered.
    private static PathMeasurement measured(Outcome outcome, long end) {
        PathStatistics statistics = new PathStatistics(PathRules.DEFAULT, 0);
        long period = end / Math.max(1, outcome.probes().size());
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < outcome.probes().size(); i++) {
            long number = i;
            long sent = i * period;
            long roundTrip = outcome.probes().get(i);
            events.add(new Event(sent, () -> statistics.sent(number, sent)));
            if (roundTrip != Outcome.LOST) {
                events.add(new Event(sent + roundTrip, () -> statistics.answered(number, sent + roundTrip)));
            }
        }
        events.sort(Comparator.comparingLong(Event::at));
        events.forEach(event -> {
            event.happens().run();
            statistics.sweep(event.at());
        });
        return statistics.measurement(end, Instant.EPOCH.plusNanos(end));
    }

    private record Event(long at, Runnable happens) {}
}
