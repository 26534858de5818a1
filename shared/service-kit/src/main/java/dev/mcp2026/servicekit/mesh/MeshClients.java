package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mesh.route.RepeatableMethod;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One channel a name, for as long as the process lives.
@Singleton
class MeshClients {
    private final Mesh mesh;
    private final Map<String, MeshConfig.Client> clients;
    private final Map<String, List<RepeatableMethod>> retried;
    private final Map<String, ManagedChannel> open = new ConcurrentHashMap<>();

    MeshClients(Mesh mesh, MeshConfig config) {
        this.mesh = mesh;
        this.clients = config.clients();
        // Here, so that what is wrong is told at the start.
        this.retried = MeshSettings.retried(config);
    }

    @Produces
    @Dependent
    @MeshClient("")
    Channel channel(InjectionPoint point) {
        String name = point.getQualifiers().stream()
                .filter(MeshClient.class::isInstance)
                .map(MeshClient.class::cast)
                .findFirst()
                .orElseThrow()
                .value();
        MeshConfig.Client client = clients.get(name);
        if (client == null) {
            throw Faults.of(
                    FaultKind.INVALID_ARGUMENT,
                    "there is no mcp.mesh.clients." + name,
                    "set it to mesh:///cell/service");
        }
        return open.computeIfAbsent(
                name, first -> mesh.node().open(client.target(), retried.getOrDefault(name, List.of())));
    }

    void stop(@Observes ShutdownEvent event) {
        open.values().forEach(ManagedChannel::shutdownNow);
    }
}
