package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import java.util.Comparator;

/// Names one record in every cell. `cell` is its owner, the one writer.
public record InstanceKey(CellId cell, TenantId tenant, ServiceName service, InstanceId instance)
        implements Comparable<InstanceKey> {
    private static final Comparator<InstanceKey> ORDER = Comparator.comparing(InstanceKey::tenant)
            .thenComparing(InstanceKey::service)
            .thenComparing(InstanceKey::cell)
            .thenComparing(InstanceKey::instance);

    @Override
    public int compareTo(InstanceKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return cell + "/" + tenant + "/" + service + "/" + instance;
    }
}
