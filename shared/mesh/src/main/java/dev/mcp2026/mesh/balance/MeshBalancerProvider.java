package dev.mcp2026.mesh.balance;

import io.grpc.ConnectivityState;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/// The policy [#POLICY] of gRPC's registry. gRPC finds balancers only by name there; what belongs to one channel comes
/// with the results of its [MeshResolverProvider].
public final class MeshBalancerProvider extends LoadBalancerProvider {
    /// For `ManagedChannelBuilder.defaultLoadBalancingPolicy`.
    public static final String POLICY = "mesh_p2c";

    /// Makes the policy known to all channels of this process; any number of times.
    public static void register() {
        LoadBalancerRegistry registry = LoadBalancerRegistry.getDefaultRegistry();
        if (registry.getProvider(POLICY) == null) {
            registry.register(new MeshBalancerProvider());
        }
    }

    @Override
    public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
        return new ByFirstResult(helper);
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int getPriority() {
        return 5;
    }

    @Override
    public String getPolicyName() {
        return POLICY;
    }

    /// Waits for the first result, which brings the setup.
    private static final class ByFirstResult extends LoadBalancer {
        private final Helper helper;
        private @Nullable EndpointBalancer balancer;

        ByFirstResult(Helper helper) {
            this.helper = helper;
        }

        @Override
        public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
            if (balancer == null) {
                BalanceSetup setup = resolved.getAttributes().get(BalanceSetup.KEY);
                if (setup == null) {
                    Status wrong = Status.INTERNAL.withDescription(
                            POLICY + " needs addresses of MeshResolverProvider: use it with a mesh:/// target only");
                    handleNameResolutionError(wrong);
                    return wrong;
                }
                balancer = new EndpointBalancer(helper, setup);
            }
            return balancer.acceptResolvedAddresses(resolved);
        }

        @Override
        public boolean canHandleEmptyAddressListFromNameResolution() {
            return true;
        }

        @Override
        public void handleNameResolutionError(Status error) {
            if (balancer != null) {
                balancer.handleNameResolutionError(error);
            } else {
                helper.updateBalancingState(
                        ConnectivityState.TRANSIENT_FAILURE,
                        new LoadBalancer.FixedResultPicker(PickResult.withError(error)));
            }
        }

        @Override
        public void shutdown() {
            if (balancer != null) {
                balancer.shutdown();
            }
        }
    }
}
