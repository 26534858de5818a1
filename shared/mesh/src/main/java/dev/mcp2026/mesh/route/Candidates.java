package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.Transport;
import dev.mcp2026.mesh.path.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Lists the ways to a peer with their costs. A relayed way is two direct paths, ours to the relay and the relay's to
/// the peer; once its tunnel is open and measured end to end, that measurement counts instead.
final class Candidates {
    private final RouteRules rules;
    private final PathCost cost;
    private final KnownPaths paths;
    private final long nanos;
    private final Instant now;

    private Candidates(RouteRules rules, KnownPaths paths, long nanos, Instant now) {
        this.rules = rules;
        this.cost = new PathCost(rules.costs());
        this.paths = paths;
        this.nanos = nanos;
        this.now = now;
    }

    /// The usable ones first, the cheapest at the head, then those that can't be used.
    static List<Candidate> of(RouteRules rules, KnownPaths paths, long nanos, Instant now) {
        Candidates candidates = new Candidates(rules, paths, nanos, now);
        List<Candidate> all = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            Way way = Way.direct(transport);
            candidates.own(paths.peer(), way).ifPresent(path -> all.add(candidates.judge(way, path)));
        }
        candidates.relays().forEach((relay, report) -> all.add(candidates.relayed(relay, report)));
        all.sort(Comparator.comparingDouble(Candidate::cost).thenComparing(Candidate::way));
        return List.copyOf(all);
    }

    /// The cells that could pass on, with the newest report of each, or none for a tunnel that is measured anyhow.
    private Map<CellId, Optional<RelayReport>> relays() {
        Map<CellId, Optional<RelayReport>> relays = new TreeMap<>();
        for (PathKey key : paths.own().keySet()) {
            if (key.peer().equals(paths.peer())) {
                key.way().via().ifPresent(relay -> relays.put(relay, Optional.empty()));
            }
        }
        for (RelayReport report : paths.reports()) {
            relays.merge(
                    report.relay(),
                    Optional.of(report),
                    (one, other) ->
                            one.isPresent() && one.get().receivedNanos() - report.receivedNanos() > 0 ? one : other);
        }
        relays.remove(paths.self());
        relays.remove(paths.peer());
        return relays;
    }

    private Candidate relayed(CellId relay, Optional<RelayReport> report) {
        Way way = Way.relayed(relay);
        Optional<PathMeasurement> tunnel = own(paths.peer(), way).filter(path -> path.state() != PathState.UNKNOWN);
        if (tunnel.isPresent()) {
            return judge(way, tunnel.get());
        }
        Optional<PathMeasurement> near = own(relay, Way.DIRECT_HTTP3);
        if (near.isEmpty()) {
            return unusable(way, "no direct http3 path to " + relay + " is measured");
        }
        if (report.isEmpty()) {
            return unusable(way, relay + " has reported no paths");
        }
        Duration age = Duration.ofNanos(nanos - report.get().receivedNanos());
        if (age.compareTo(rules.reportMaxAge()) > 0) {
            return unusable(
                    way,
                    "what " + relay + " reported is " + Words.seconds(age) + " old, more than "
                            + Words.seconds(rules.reportMaxAge()));
        }
        PathMeasurement far = report.get().direct().get(paths.peer());
        if (far == null) {
            return unusable(way, relay + " reports no direct path to " + paths.peer());
        }
        if (!near.get().isUp() || !far.isUp()) {
            boolean ours = !near.get().isUp();
            String leg = ours ? "the path to " + relay : "the path from " + relay + " to " + paths.peer();
            return new Candidate(
                    way,
                    Optional.of(near.get().then(far)),
                    OptionalDouble.empty(),
                    leg + " is " + notUp(ours ? near.get() : far));
        }
        return judge(way, near.get().then(far));
    }

    private Candidate judge(Way way, PathMeasurement path) {
        if (!path.isUp()) {
            return new Candidate(way, Optional.of(path), OptionalDouble.empty(), notUp(path));
        }
        double loss = loss(way, path);
        double costMs = cost.millis(way, path, loss);
        return new Candidate(way, Optional.of(path), OptionalDouble.of(costMs), Words.cost(costMs, path, loss));
    }

    /// Probes over TCP are sent again until they arrive; what gets lost shows on datagrams over the same path.
    private double loss(Way way, PathMeasurement path) {
        return own(paths.peer(), Way.direct(Transport.HTTP3))
                .filter(datagrams -> way.equals(Way.DIRECT_HTTP2) && datagrams.isUp())
                .map(datagrams -> Math.max(path.loss(), datagrams.loss()))
                .orElse(path.loss());
    }

    private String notUp(PathMeasurement path) {
        return path.state() == PathState.DOWN
                ? Words.down(path, now)
                : "not measured enough yet: " + path.samples() + " probes answered";
    }

    private Optional<PathMeasurement> own(CellId peer, Way way) {
        return Optional.ofNullable(paths.own().get(new PathKey(peer, way)));
    }

    private static Candidate unusable(Way way, String why) {
        return new Candidate(way, Optional.empty(), OptionalDouble.empty(), why);
    }
}
