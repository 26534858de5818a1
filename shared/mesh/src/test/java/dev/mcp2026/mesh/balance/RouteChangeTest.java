package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.IdempotentRetry;
import dev.mcp2026.mesh.route.RepeatableMethod;
import dev.mcp2026.mesh.route.RetryRules;
import dev.mcp2026.mesh.testing.Texts;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.wan.WanRelay;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An endpoint is reached another way again and again under calls, over real connections that break.
class RouteChangeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CHANGES = 20;
    private static final int CALLERS = 4;
    private static final MethodDescriptor<String, String> READ = Texts.method("Read", MethodType.UNARY, true);

    private final Pushed source = new Pushed();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger handovers = new AtomicInteger();
    private final Queue<StatusRuntimeException> lost = new ConcurrentLinkedQueue<>();
    private Server server;
    private ManagedChannel channel;
    private WanRelay way;

    @BeforeEach
    @SuppressWarnings("deprecation") // the one way to give a resolver to one channel only
    void open() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("test.Texts")
                        .addMethod(READ, ServerCalls.asyncUnaryCall((request, reply) -> {
                            calls.incrementAndGet();
                            reply.onNext(request);
                            reply.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        MeshBalancerProvider.register();
        ServiceDescriptor service =
                ServiceDescriptor.newBuilder("test.Texts").addMethod(READ).build();
        BalanceSetup setup = BalanceSetup.of(BalanceRules.DEFAULT, new BalanceListener() {
            @Override
            public void handedOver(EndpointId endpoint, Way from, Way to) {
                handovers.incrementAndGet();
            }
        });
        channel = NettyChannelBuilder.forTarget("mesh:///cell1/texts")
                .nameResolverFactory(new MeshResolverProvider(source, setup, List.of(InetSocketAddress.class)))
                .defaultLoadBalancingPolicy(MeshBalancerProvider.POLICY)
                .defaultServiceConfig(
                        IdempotentRetry.serviceConfig(RetryRules.DEFAULT, RepeatableMethod.of(List.of(service))))
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        if (way != null) {
            way.close();
        }
    }

    @Test
    void noIdempotentCallIsLost() throws Exception {
        source.push(newWay(Handover.WHEN_READY));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                ends.add(callers.submit(() -> callUntil(over)));
            }
            try {
                Await.until("the first calls", PATIENCE, () -> calls.get() > 10);
                for (int change = 1; change <= CHANGES; change++) {
                    move(change);
                }
            } finally {
                over.set(true);
            }
            for (Future<?> end : ends) {
                end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        assertThat(lost).isEmpty();
    }

    /// By turns the old way dies first, and the new one is there before.
    private void move(int change) {
        WanRelay old = way;
        if (change % 2 == 0) {
            old.close();
            source.push(newWay(Handover.AT_ONCE));
        } else {
            source.push(newWay(Handover.WHEN_READY));
            Await.until("handover " + change, PATIENCE, () -> handovers.get() == change);
            old.close();
        }
        int before = calls.get();
        Await.until("calls after change " + change, PATIENCE, () -> calls.get() > before + 10);
    }

    private Endpoint newWay(Handover handover) {
        way = WanRelay.to((InetSocketAddress) server.getListenSockets().getFirst())
                .start();
        return new Endpoint(
                Endpoints.id("cell1", "x"),
                way.address(),
                Way.DIRECT_HTTP2,
                Locality.OWN_CELL,
                handover,
                Optional::empty);
    }

    @Test
    void thePolicyIsOfNoUseWithoutTheResolver() {
        ManagedChannel other = NettyChannelBuilder.forTarget("dns:///127.0.0.1:9")
                .defaultLoadBalancingPolicy(MeshBalancerProvider.POLICY)
                .usePlaintext()
                .build();
        try {
            CallOptions patient = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE);
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(other, READ, patient, "x"))
                    .hasMessageContaining("mesh_p2c needs addresses of MeshResolverProvider");
        } finally {
            other.shutdownNow();
        }
    }

    private void callUntil(AtomicBoolean over) {
        while (!over.get()) {
            CallOptions patient = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE);
            try {
                assertThat(ClientCalls.blockingUnaryCall(channel, READ, patient, "x"))
                        .isEqualTo("x");
            } catch (StatusRuntimeException e) {
                lost.add(e);
            }
        }
    }
}
