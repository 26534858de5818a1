package dev.mcp2026.mcpctl.mesh;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.proto.mesh.v1.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Paths as data. Round trips are numbers of milliseconds and loss is a share, so that programs can compare them.
public final class PathTree {
    private PathTree() {}

    static Map<String, Object> of(MeshPicture picture) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cells", picture.cells());
        tree.put(
                "paths",
                PathOrder.all(picture.paths()).stream().map(PathTree::of).toList());
        tree.put("unanswered", picture.silent().stream().map(PathTree::of).toList());
        return tree;
    }

    public static Map<String, Object> of(Path path) {
        Map<String, Object> tree = way(path);
        tree.put("address", path.getAddress());
        tree.put("role", PathText.role(path.getRole()));
        tree.put("state", PathText.state(path.getState()));
        time(tree, "since", path.hasSince(), path.getSince());
        tree.put("chosen", path.getChosen());
        time(tree, "chosenSince", path.hasChosenSince(), path.getChosenSince());
        boolean sampled = path.getSamples() > 0;
        millis(tree, "rttMs", PathText.hasRoundTrip(path), path.getRtt());
        millis(tree, "rttP50Ms", sampled, path.getRttP50());
        millis(tree, "rttP99Ms", sampled, path.getRttP99());
        millis(tree, "rttMinMs", sampled, path.getRttMin());
        millis(tree, "jitterMs", PathText.hasRoundTrip(path), path.getJitter());
        tree.put("loss", path.getLoss());
        tree.put("samples", path.getSamples());
        time(tree, "lastHeard", path.hasLastHeard(), path.getLastHeard());
        return tree;
    }

    /// `{type: PUT, path: …}`, or `{type: REMOVED, path: …}` with no more than the path's name.
    static Map<String, Object> of(PathChanges.Change change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", change.removed() ? "REMOVED" : "PUT");
        tree.put("path", change.removed() ? way(change.path()) : of(change.path()));
        return tree;
    }

    private static Map<String, Object> way(Path path) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("from", path.getFromCell());
        tree.put("to", path.getToCell());
        tree.put("transport", PathText.transport(path));
        tree.put("via", path.getViaCell());
        return tree;
    }

    private static Map<String, Object> of(Answer.Silent silent) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("context", silent.context().name());
        tree.put("address", silent.context().address());
        tree.put("reason", silent.failure().fault().detail());
        return tree;
    }

    private static void time(Map<String, Object> tree, String name, boolean told, Timestamp time) {
        if (told) {
            tree.put(name, Times.instant(time).toString());
        }
    }

    private static void millis(Map<String, Object> tree, String name, boolean measured, Duration duration) {
        if (measured) {
            tree.put(name, duration.getSeconds() * 1e3 + duration.getNanos() / 1e6);
        }
    }

    static List<Map<String, Object>> ofAll(List<PathChanges.Change> changes) {
        return changes.stream().map(PathTree::of).toList();
    }
}
