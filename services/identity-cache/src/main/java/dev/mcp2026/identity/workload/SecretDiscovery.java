package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.envoy.secret.DeltaDiscoveryRequest;
import dev.mcp2026.proto.envoy.secret.DeltaDiscoveryResponse;
import dev.mcp2026.proto.envoy.secret.DiscoveryRequest;
import dev.mcp2026.proto.envoy.secret.DiscoveryResponse;
import dev.mcp2026.proto.envoy.secret.SecretDiscoveryServiceGrpc;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// Envoy's secret discovery service v3, as SPIRE's agent serves it; see [Secrets] for the names. Unlike there a name
/// that does not exist on a stream is no error: it is sent when it does, which is what Envoy's warming waits for.
///
/// Not a `@GrpcService`: it hands out keys to whom the kernel vouches for, so it belongs on the Unix socket alone.
/// Envoy does not send the Workload API's header, and none is asked for.
public final class SecretDiscovery extends SecretDiscoveryServiceGrpc.SecretDiscoveryServiceImplBase {
    static final String TYPE_URL = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";

    private final Workloads workloads;
    private final SecretSettings settings;
    private final SecretListener listener;

    public SecretDiscovery(Workloads workloads, SecretSettings settings, SecretListener listener) {
        this.workloads = workloads;
        this.settings = settings;
        this.listener = listener;
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamSecrets(StreamObserver<DiscoveryResponse> client) {
        return stream(new StateOfTheWorld(), client);
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaSecrets(StreamObserver<DeltaDiscoveryResponse> client) {
        return stream(new Incremental(), client);
    }

    @Override
    public void fetchSecrets(DiscoveryRequest request, StreamObserver<DiscoveryResponse> client) {
        try {
            Caller caller = caller();
            requireSecrets(request.getTypeUrl());
            new SecretFetch(request, settings, (ServerCallStreamObserver<DiscoveryResponse>) client)
                    .start(workloads, caller);
        } catch (FaultException e) {
            client.onError(GrpcFaults.toGrpc(e.fault(), ""));
        }
    }

    private <Q, R> StreamObserver<Q> stream(Dialect<Q, R> dialect, StreamObserver<R> client) {
        try {
            return new SecretStream<>(
                    dialect, workloads, caller(), settings, listener, (ServerCallStreamObserver<R>) client);
        } catch (FaultException e) {
            client.onError(GrpcFaults.toGrpc(e.fault(), ""));
            return new Deaf<>();
        }
    }

    /// An empty type is this service's one, as xDS has it for services of one type.
    static void requireSecrets(String typeUrl) {
        if (!typeUrl.isEmpty() && !typeUrl.equals(TYPE_URL)) {
            throw Faults.invalid(
                    "type_url",
                    "'" + (typeUrl.length() <= 120 ? typeUrl : typeUrl.substring(0, 120) + "…") + "' is not served",
                    "ask for " + TYPE_URL);
        }
    }

    static Fault noIdentity() {
        return new Fault(
                FaultKind.PERMISSION_DENIED,
                null,
                "no registration entry matches the calling process",
                "see why with mcpctl identity why");
    }

    private static Caller caller() {
        Caller caller = Caller.KEY.get();
        if (caller == null) {
            throw Faults.of(FaultKind.UNAUTHENTICATED, "the caller was not attested", "call on the Unix socket");
        }
        return caller;
    }

    /// Of a stream that has ended already.
    private static final class Deaf<Q> implements StreamObserver<Q> {
        @Override
        public void onNext(Q request) {}

        @Override
        public void onError(Throwable cancelled) {}

        @Override
        public void onCompleted() {}
    }
}
