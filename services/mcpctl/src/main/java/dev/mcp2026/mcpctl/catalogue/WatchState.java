package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceKey;
import dev.mcp2026.proto.registry.v1.WatchChange;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import java.util.Collection;
import java.util.TreeMap;

/// What a watcher knows: the instances selected now, built from the stream's deltas.
final class WatchState {
    private final TreeMap<InstanceKey, Instance> instances = new TreeMap<>(InstanceKeys.KEY_ORDER);
    private boolean synced;

    void apply(WatchResponse response) {
        if (response.getReset()) {
            instances.clear();
            synced = false;
        }
        for (WatchChange change : response.getChangesList()) {
            switch (change.getChangeCase()) {
                case PUT -> instances.put(InstanceKeys.of(change.getPut()), change.getPut());
                case REMOVED -> instances.remove(change.getRemoved());
                case CHANGE_NOT_SET -> {
                    // A newer cell's kind of change.
                }
            }
        }
        synced |= response.getSynced();
    }

    Collection<Instance> instances() {
        return instances.values();
    }

    /// Everything that matched at the start has arrived; before that the picture is partial.
    boolean synced() {
        return synced;
    }
}
