package dev.mcp2026.mcpctl.why;

import dev.mcp2026.mcpctl.mesh.PathText;
import dev.mcp2026.mcpctl.mesh.PathTree;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.proto.mesh.v1.Candidate;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.RouteChange;
import java.util.LinkedHashMap;
import java.util.Map;

/// The explanation of a route as data.
final class RouteTree {
    private RouteTree() {}

    /// Without `chosen` where no way is.
    static Map<String, Object> of(ExplainRouteResponse answer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cell", answer.getCell());
        tree.put("to", answer.getToCell());
        tree.put("service", answer.getService());
        RouteStory.chosen(answer).ifPresent(path -> {
            tree.put("chosen", PathText.way(path));
            if (path.hasChosenSince()) {
                tree.put("chosenSince", Times.instant(path.getChosenSince()).toString());
            }
        });
        tree.put("reason", answer.getReason());
        tree.put("changes", answer.getChanges());
        tree.put(
                "candidates",
                answer.getCandidatesList().stream().map(RouteTree::of).toList());
        tree.put("history", answer.getHistoryList().stream().map(RouteTree::of).toList());
        return tree;
    }

    private static Map<String, Object> of(Candidate candidate) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("way", PathText.way(candidate.getPath()));
        if (candidate.hasCostMs()) {
            tree.put("costMs", candidate.getCostMs());
        }
        tree.put("verdict", candidate.getVerdict());
        tree.put("path", PathTree.of(candidate.getPath()));
        return tree;
    }

    private static Map<String, Object> of(RouteChange change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", Times.instant(change.getAt()).toString());
        tree.put("from", change.getFrom());
        tree.put("to", change.getTo());
        tree.put("reason", change.getReason());
        return tree;
    }
}
