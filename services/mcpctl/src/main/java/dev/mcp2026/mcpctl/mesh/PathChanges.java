package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.proto.mesh.v1.PathState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds what is new in a picture: another choice or state. Figures always move, so they alone are nothing new.
/// What was told by a cell that is silent now stays as it was until that cell is heard again.
final class PathChanges {
    private final PathRows rows;
    private Map<Key, Path> known = new LinkedHashMap<>();

    PathChanges(PathRows rows) {
        this.rows = rows;
    }

    /// @param removed its cell answered and does not tell of it any more
    record Change(Path path, boolean removed) {}

    List<Change> next(MeshPicture picture) {
        List<Change> changes = new ArrayList<>();
        Map<Key, Path> next = new LinkedHashMap<>();
        for (Path path : rows.shown(picture.paths())) {
            Path before = known.get(key(path));
            if (before == null || !Shown.of(before).equals(Shown.of(path))) {
                changes.add(new Change(path, false));
            }
            next.put(key(path), path);
        }
        known.forEach((key, path) -> {
            if (next.containsKey(key)) {
                return;
            }
            if (picture.cells().contains(path.getFromCell())) {
                changes.add(new Change(path, true));
            } else {
                next.put(key, path);
            }
        });
        known = next;
        return List.copyOf(changes);
    }

    private Key key(Path path) {
        return new Key(path.getFromCell(), path.getToCell(), rows.wide() ? PathText.way(path) : "");
    }

    /// @param way empty where one line stands for all ways of a pair
    private record Key(String from, String to, String way) {}

    private record Shown(String way, boolean chosen, PathState state) {
        static Shown of(Path path) {
            return new Shown(PathText.way(path), path.getChosen(), path.getState());
        }
    }
}
