package dev.mcp2026.mesh.balance;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import java.util.Comparator;

/// What stays the same when an endpoint is reached another way.
public record EndpointId(CellId cell, ServiceName service, InstanceId instance) implements Comparable<EndpointId> {
    private static final Comparator<EndpointId> ORDER = Comparator.comparing(EndpointId::cell)
            .thenComparing(EndpointId::service)
            .thenComparing(EndpointId::instance);

    @Override
    public int compareTo(EndpointId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return cell + "/" + service + "/" + instance;
    }
}
