package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceKey;
import java.util.Comparator;

/// What tells instances apart, and the order they are shown in.
final class InstanceKeys {
    static final Comparator<InstanceKey> KEY_ORDER = Comparator.comparing(InstanceKey::getTenant)
            .thenComparing(InstanceKey::getService)
            .thenComparing(InstanceKey::getCell)
            .thenComparing(InstanceKey::getInstance);
    static final Comparator<Instance> ORDER = Comparator.comparing(InstanceKeys::of, KEY_ORDER);

    private InstanceKeys() {}

    static InstanceKey of(Instance instance) {
        return InstanceKey.newBuilder()
                .setCell(instance.getCell())
                .setTenant(instance.getRegistration().getTenant())
                .setService(instance.getRegistration().getService())
                .setInstance(instance.getRegistration().getInstance())
                .build();
    }
}
