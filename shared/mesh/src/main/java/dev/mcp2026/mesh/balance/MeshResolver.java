package dev.mcp2026.mesh.balance;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands what the source says on to the channel. Pushed, so there is nothing to refresh.
final class MeshResolver extends NameResolver {
    /// Why there is no endpoint.
    static final Attributes.Key<String> NONE_REASON = Attributes.Key.create("dev.mcp2026.mesh.balance.none");

    private final MeshTarget target;
    private final EndpointSource source;
    private final BalanceSetup setup;
    private final SynchronizationContext context;
    private EndpointSource.@Nullable Subscription subscription;
    private boolean closed;

    MeshResolver(MeshTarget target, EndpointSource source, BalanceSetup setup, SynchronizationContext context) {
        this.target = target;
        this.source = source;
        this.setup = setup;
        this.context = context;
    }

    @Override
    public String getServiceAuthority() {
        return target.authority();
    }

    @Override
    public void start(Listener2 listener) {
        subscription = source.subscribe(target, new EndpointSource.Observer() {
            @Override
            public void endpoints(List<Endpoint> all) {
                tell(listener, all, "");
            }

            @Override
            public void none(String reason) {
                tell(listener, List.of(), reason);
            }
        });
    }

    private void tell(Listener2 listener, List<Endpoint> all, String reason) {
        List<EquivalentAddressGroup> groups = all.stream()
                .map(endpoint -> new EquivalentAddressGroup(
                        endpoint.address(),
                        Attributes.newBuilder().set(Endpoint.KEY, endpoint).build()))
                .toList();
        ResolutionResult result = ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(groups))
                .setAttributes(Attributes.newBuilder()
                        .set(BalanceSetup.KEY, setup)
                        .set(NONE_REASON, target + ": " + (reason.isEmpty() ? "no endpoint is known" : reason))
                        .build())
                .build();
        context.execute(() -> {
            if (!closed) {
                Status ignored = listener.onResult2(result);
            }
        });
    }

    @Override
    public void shutdown() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
    }
}
