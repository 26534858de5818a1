package dev.mcp2026.mesh.balance;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.mesh.path.Way;
import io.grpc.inprocess.InProcessSocketAddress;
import java.time.Duration;
import java.util.Optional;

/// Endpoints made up for tests; their address is the name of an in-process server.
final class Endpoints {
    private Endpoints() {}

    static EndpointId id(String cell, String instance) {
        return new EndpointId(new CellId(cell), new ServiceName("texts"), new InstanceId(instance));
    }

    static Endpoint endpoint(String cell, String instance, Locality locality) {
        return at(cell, instance, locality, instance, Handover.WHEN_READY);
    }

    static Endpoint at(String cell, String instance, Locality locality, String server, Handover handover) {
        return new Endpoint(
                id(cell, instance),
                new InProcessSocketAddress(server),
                Way.DIRECT_HTTP3,
                locality,
                handover,
                () -> Optional.of(Duration.ofMillis(1)));
    }
}
