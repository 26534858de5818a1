package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.entry.Selector;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The service and Envoy's own messages as its client, all on the test's thread: what is not answered when a call
/// returns
/// is not answered.
abstract class SecretFixture {
    static final String TYPE = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret";
    static final Caller CALLER = new Caller(1, 1000, 1000, Set.of(Selector.parse("unix:uid:1000")));

    final FakeWorkloads workloads = new FakeWorkloads();
    final List<Caller> refusals = new ArrayList<>();

    @Nullable
    Caller attested = CALLER;

    SecretDiscoveryServiceGrpc.SecretDiscoveryServiceStub envoy;
    SecretDiscoveryServiceGrpc.SecretDiscoveryServiceBlockingStub fetching;
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void serve() throws Exception {
        String name = InProcessServerBuilder.generateName();
        SecretListener listener = new SecretListener() {
            @Override
            public void refused(Caller caller) {
                refusals.add(caller);
            }

            @Override
            public void sent(Caller caller, int secrets) {}
        };
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .intercept(new Attested())
                .addService(new SecretDiscovery(workloads, SecretSettings.defaults(), listener))
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
        envoy = SecretDiscoveryServiceGrpc.newStub(channel);
        fetching = SecretDiscoveryServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    /// What a stream's client got.
    static final class Answers<Q, R> implements ClientResponseObserver<Q, R> {
        private final List<R> got = new ArrayList<>();
        private final boolean reads;
        ClientCallStreamObserver<Q> call;

        @Nullable
        Status end;

        Answers(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<Q> stream) {
            call = stream;
            if (!reads) {
                stream.disableAutoRequestWithInitial(1);
            }
        }

        @Override
        public void onNext(R response) {
            got.add(response);
        }

        @Override
        public void onError(Throwable failure) {
            end = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            end = Status.OK;
        }

        /// The one response since this was asked last.
        R one() {
            assertThat(end).isNull();
            assertThat(got).hasSize(1);
            return got.removeFirst();
        }

        void none() {
            assertThat(end).isNull();
            assertThat(got).isEmpty();
        }
    }

    static Secret secret(com.google.protobuf.Any resource) {
        try {
            return resource.unpack(Secret.class);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private final class Attested implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            Context context = Context.current().withValue(Caller.KEY, attested);
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
