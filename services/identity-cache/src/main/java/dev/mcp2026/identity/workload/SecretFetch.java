package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.envoy.secret.DiscoveryRequest;
import dev.mcp2026.proto.envoy.secret.DiscoveryResponse;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// One answer to one request: what the caller has at first. There is no later, so all that is asked for must exist.
final class SecretFetch {
    private static final String NONCE = "1";

    private final Interest interest;
    private final ServerCallStreamObserver<DiscoveryResponse> client;
    private final SubscriptionSlot subscription = new SubscriptionSlot();
    private final AtomicBoolean answered = new AtomicBoolean();

    SecretFetch(DiscoveryRequest request, SecretSettings settings, ServerCallStreamObserver<DiscoveryResponse> client) {
        this.interest = Interest.NONE.replaced(request.getResourceNamesList(), true, settings.names());
        this.client = client;
        client.setOnCancelHandler(subscription::close);
    }

    void start(Workloads workloads, Caller caller) {
        subscription.set(workloads.subscribe(caller, this::answer));
    }

    private void answer(WorkloadUpdate update) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        try {
            client.onNext(StateOfTheWorld.all(due(update), NONCE));
            client.onCompleted();
        } catch (FaultException e) {
            client.onError(GrpcFaults.toGrpc(e.fault(), ""));
        }
        subscription.close();
    }

    private Interest.Due due(WorkloadUpdate update) {
        if (update.svids().isEmpty()) {
            throw new FaultException(update.failure().orElseGet(SecretDiscovery::noIdentity));
        }
        Interest.Due due = interest.due(new Secrets(update));
        Set<String> missing = new LinkedHashSet<>(interest.names());
        missing.remove(Interest.EVERYTHING);
        due.present().forEach(secret -> missing.remove(secret.name()));
        if (!missing.isEmpty()) {
            String name = missing.iterator().next();
            throw new FaultException(new Fault(
                    FaultKind.NOT_FOUND,
                    "resource_names",
                    "'" + (name.length() <= 80 ? name : name.substring(0, 80) + "…")
                            + "' is none of the caller's secrets",
                    "see what the caller gets with mcpctl identity why"));
        }
        return due;
    }
}
