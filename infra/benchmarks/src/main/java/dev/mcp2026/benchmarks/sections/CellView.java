package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.cell.RegistryClient;
import dev.mcp2026.proto.registry.v1.Registration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// All that one cell resolves: each record with the stamp of its last write.
///
/// @param stamps by owner, tenant, service and instance
record CellView(Map<Key, Content> stamps) {
    CellView {
        stamps = Map.copyOf(stamps);
    }

    record Key(String cell, String tenant, String service, String instance) {}

    record Content(long stamp, Registration registration) {}

    static CellView of(RegistryClient cell) {
        Map<Key, Content> stamps = new HashMap<>();
        cell.resolveAll(instance -> {
            Registration registration = instance.getRegistration();
            stamps.put(
                    new Key(
                            instance.getCell(),
                            registration.getTenant(),
                            registration.getService(),
                            registration.getInstance()),
                    new Content(instance.getRegistrationStamp(), registration));
        });
        return new CellView(stamps);
    }

    int size() {
        return stamps.size();
    }

    /// Records that only one has, or that are not the same in both.
    int differencesTo(CellView other) {
        Set<Key> all = new HashSet<>(stamps.keySet());
        all.addAll(other.stamps.keySet());
        all.removeIf(key -> {
            Content mine = stamps.get(key);
            return mine != null && mine.equals(other.stamps.get(key));
        });
        return all.size();
    }
}
