package dev.mcp2026.mesh.balance;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Resolves `mesh:///cell/service` and `mesh:///service` from an [EndpointSource]. Give it to a channel builder as its
/// name resolver factory, together with the policy [MeshBalancerProvider#POLICY].
public final class MeshResolverProvider extends NameResolverProvider {
    private final EndpointSource source;
    private final BalanceSetup setup;
    private final Collection<Class<? extends SocketAddress>> addressTypes;

    /// @param addressTypes of the source's addresses; the channel's transports must take all of them
    public MeshResolverProvider(
            EndpointSource source, BalanceSetup setup, Collection<Class<? extends SocketAddress>> addressTypes) {
        this.source = source;
        this.setup = setup;
        this.addressTypes = List.copyOf(addressTypes);
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return MeshTarget.SCHEME.equals(target.getScheme())
                ? new MeshResolver(MeshTarget.of(target), source, setup, args.getSynchronizationContext())
                : null;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return addressTypes;
    }

    @Override
    public String getDefaultScheme() {
        return MeshTarget.SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }
}
