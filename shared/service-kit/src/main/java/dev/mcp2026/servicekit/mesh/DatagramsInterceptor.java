package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.mesh.node.DatagramContext;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;

/// [DatagramContext] as Quarkus wants interceptors.
@ApplicationScoped
@GlobalInterceptor
class DatagramsInterceptor extends DatagramContext implements Prioritized {
    private static final int INSIDE_OF_AUTHENTICATION = -200;

    @Override
    public int getPriority() {
        return INSIDE_OF_AUTHENTICATION;
    }
}
