package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;

/// Names one record in every cell. `cell` is its owner, the one writer.
public record InstanceKey(CellId cell, TenantId tenant, ServiceName service, InstanceId instance)
        implements Comparable<InstanceKey> {

    /// By tenant, service, cell and instance. Written out, since each look-up in the catalogue does it many times.
    @Override
    public int compareTo(InstanceKey other) {
        int order = tenant.compareTo(other.tenant);
        if (order == 0) {
            order = service.compareTo(other.service);
        }
        if (order == 0) {
            order = cell.compareTo(other.cell);
        }
        return order == 0 ? instance.compareTo(other.instance) : order;
    }

    @Override
    public String toString() {
        return cell + "/" + tenant + "/" + service + "/" + instance;
    }
}
