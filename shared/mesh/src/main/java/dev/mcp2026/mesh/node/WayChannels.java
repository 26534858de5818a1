package dev.mcp2026.mesh.node;

import dev.mcp2026.mesh.balance.BalanceListener;
import dev.mcp2026.mesh.balance.BalanceRules;
import dev.mcp2026.mesh.balance.BalanceSetup;
import dev.mcp2026.mesh.balance.MeshBalancerProvider;
import dev.mcp2026.mesh.balance.MeshResolverProvider;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.IdempotentRetry;
import dev.mcp2026.mesh.route.RepeatableMethod;
import dev.mcp2026.mesh.route.RetryRules;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.internal.ManagedChannelImplBuilder;
import java.util.Collection;
import java.util.List;

/// Makes channels: those that follow the routes, and those that keep to one way to measure it.
final class WayChannels {
    private static final int NO_DEFAULT_PORT = 443;

    private final WayTransports transports;
    private final WayTransports probing;
    private final MeshResolverProvider resolver;
    private final RetryRules retries;
    private final List<ClientInterceptor> interceptors;

    /// @param transports of routed channels
    /// @param probing of those that measure a way, which have to see it come back
    /// @param interceptors before every call of a routed channel
    WayChannels(
            WayTransports transports,
            WayTransports probing,
            RoutedEndpoints endpoints,
            RetryRules retries,
            List<ClientInterceptor> interceptors) {
        MeshBalancerProvider.register();
        this.transports = transports;
        this.probing = probing;
        this.resolver = new MeshResolverProvider(
                endpoints, BalanceSetup.of(BalanceRules.DEFAULT, BalanceListener.NONE), List.of(WayAddress.class));
        this.retries = retries;
        this.interceptors = List.copyOf(interceptors);
    }

    ManagedChannel probing(MeshPeer peer, Way way) {
        return new ManagedChannelImplBuilder(
                        new WayAddress(peer, way), peer.cell().value(), () -> probing, () -> NO_DEFAULT_PORT)
                .overrideAuthority(peer.service() + "." + peer.cell())
                .disableRetry()
                .build();
    }

    @SuppressWarnings("deprecation") // the only way to give one channel its own resolver
    ManagedChannel routed(String target, Collection<RepeatableMethod> repeatable) {
        return new ManagedChannelImplBuilder(target, () -> transports, () -> NO_DEFAULT_PORT)
                .nameResolverFactory(resolver)
                .defaultLoadBalancingPolicy(MeshBalancerProvider.POLICY)
                .defaultServiceConfig(IdempotentRetry.serviceConfig(retries, repeatable))
                .enableRetry()
                .intercept(interceptors)
                .build();
    }
}
