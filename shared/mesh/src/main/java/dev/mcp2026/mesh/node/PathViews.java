package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.Candidate;
import dev.mcp2026.mesh.route.RouteChange;
import dev.mcp2026.mesh.route.RouteDecision;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;
import dev.mcp2026.proto.mesh.v1.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the node knows, as it is told to others.
final class PathViews {
    private final MeshNode node;

    PathViews(MeshNode node) {
        this.node = node;
    }

    ListPathsResponse list(ListPathsRequest request) {
        Set<String> wanted = Set.copyOf(request.getToCellsList());
        ListPathsResponse.Builder response =
                ListPathsResponse.newBuilder().setCell(node.self().value());
        // In order of cells and ways, so that two listings can be compared.
        Map<String, Map<Way, PathMeasurement>> byCell = new TreeMap<>();
        node.measurements()
                .forEach((key, path) -> byCell.computeIfAbsent(key.peer().value(), cell -> new TreeMap<>())
                        .put(key.way(), path));
        byCell.forEach((cell, ways) -> {
            if (wanted.isEmpty() || wanted.contains(cell)) {
                ways.forEach((way, path) -> response.addPaths(view(new PathKey(new CellId(cell), way), path)));
            }
        });
        return response.build();
    }

    ExplainRouteResponse explain(CellId peer) {
        ExplainRouteResponse.Builder response =
                ExplainRouteResponse.newBuilder().setCell(node.self().value()).setToCell(peer.value());
        node.peer(peer).ifPresent(known -> response.setService(known.service()));
        Optional<RouteDecision> decided = node.route(peer);
        if (decided.isEmpty()) {
            return response.setReason("no route is chosen yet: the mesh has just started")
                    .build();
        }
        RouteDecision decision = decided.get();
        response.setReason(decision.reason()).setChanges(decision.state().changes());
        decision.candidates().forEach(candidate -> response.addCandidates(view(peer, candidate)));
        decision.state().history().forEach(change -> response.addHistory(view(change)));
        return response.build();
    }

    private dev.mcp2026.proto.mesh.v1.Candidate view(CellId peer, Candidate candidate) {
        dev.mcp2026.proto.mesh.v1.Candidate.Builder view =
                dev.mcp2026.proto.mesh.v1.Candidate.newBuilder().setVerdict(candidate.verdict());
        PathKey key = new PathKey(peer, candidate.way());
        Path.Builder path = candidate
                .measurement()
                .map(measurement -> PathCodec.encode(node.self(), key, measurement))
                .orElseGet(() -> PathCodec.named(node.self(), key));
        view.setPath(completed(path, key));
        candidate.costMs().ifPresent(view::setCostMs);
        return view.build();
    }

    private static dev.mcp2026.proto.mesh.v1.RouteChange view(RouteChange change) {
        return dev.mcp2026.proto.mesh.v1.RouteChange.newBuilder()
                .setAt(PathCodec.timestamp(change.at()))
                .setFrom(change.from().map(Way::toString).orElse(""))
                .setTo(change.to().map(Way::toString).orElse(""))
                .setReason(change.reason())
                .build();
    }

    private Path view(PathKey key, PathMeasurement measurement) {
        return completed(PathCodec.encode(node.self(), key, measurement), key).build();
    }

    private Path.Builder completed(Path.Builder path, PathKey key) {
        node.peer(key.peer()).ifPresent(peer -> path.setAddress(peer.address()));
        node.route(key.peer()).ifPresent(decision -> {
            if (decision.chosen().filter(key.way()::equals).isPresent()) {
                path.setChosen(true);
                decision.state().chosenSince().ifPresent(since -> path.setChosenSince(PathCodec.timestamp(since)));
            }
            decision.state().role().ifPresent(role -> path.setRole(PathCodec.role(role)));
        });
        return path;
    }
}
