package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.proto.registry.v1.InstanceKey;
import dev.mcp2026.proto.registry.v1.WatchChange;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A watch's changes as data: `{type: RESET}`, `{type: PUT, instance: …}`, `{type: REMOVED, key: …}` and
/// `{type: SYNCED}`.
final class ChangeTree {
    private ChangeTree() {}

    static List<Map<String, Object>> of(WatchResponse response) {
        List<Map<String, Object>> trees = new ArrayList<>();
        if (response.getReset()) {
            trees.add(Map.of("type", "RESET"));
        }
        for (WatchChange change : response.getChangesList()) {
            switch (change.getChangeCase()) {
                case PUT -> trees.add(ordered("PUT", "instance", InstanceTree.of(change.getPut())));
                case REMOVED -> trees.add(ordered("REMOVED", "key", key(change.getRemoved())));
                case CHANGE_NOT_SET -> {
                    // A newer cell's kind of change.
                }
            }
        }
        if (response.getSynced()) {
            trees.add(Map.of("type", "SYNCED"));
        }
        return trees;
    }

    private static Map<String, Object> key(InstanceKey key) {
        return Map.of(
                "tenant", key.getTenant(),
                "service", key.getService(),
                "instance", key.getInstance(),
                "cell", key.getCell());
    }

    private static Map<String, Object> ordered(String type, String field, Object value) {
        Map<String, Object> tree = new java.util.LinkedHashMap<>();
        tree.put("type", type);
        tree.put(field, value);
        return tree;
    }
}
