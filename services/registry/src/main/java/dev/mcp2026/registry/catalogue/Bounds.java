package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;

/// The least keys of a range. "0" is the smallest string that the grammar of names allows.
final class Bounds {
    private static final String LEAST = "0";

    private Bounds() {}

    static InstanceKey least(TenantId tenant) {
        return least(tenant, new ServiceName(LEAST));
    }

    static InstanceKey least(TenantId tenant, ServiceName service) {
        return new InstanceKey(new CellId(LEAST), tenant, service, new InstanceId(LEAST));
    }
}
