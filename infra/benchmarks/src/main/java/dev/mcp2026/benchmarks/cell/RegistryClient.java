package dev.mcp2026.benchmarks.cell;

import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.DeregisterResponse;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceRef;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.RegisterResponse;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.ResolveResponse;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Calls one registry with mutual TLS, as the operator.
public final class RegistryClient implements Subject, AutoCloseable {
    private static final int PAGE = 1000;
    private static final int CALL_SECONDS = 30;
    private static final int MESSAGE_MAX_BYTES = 16 << 20;

    private final ManagedChannel channel;

    private RegistryClient(ManagedChannel channel) {
        this.channel = channel;
    }

    static RegistryClient open(InetSocketAddress address, TrustDomain trust) throws IOException {
        SvidFiles svid = trust.operator();
        return new RegistryClient(NettyChannelBuilder.forAddress(address.getHostString(), address.getPort())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(svid.bundle().toFile())
                        .keyManager(svid.certificate().toFile(), svid.key().toFile())
                        .build())
                .overrideAuthority("127.0.0.1")
                .maxInboundMessageSize(MESSAGE_MAX_BYTES)
                // Arrival is noted where it is read: what a hand-over to another thread costs is not the server's.
                .directExecutor()
                .disableRetry()
                .build());
    }

    @Override
    public CompletableFuture<Void> put(Registration registration) {
        Answer<RegisterResponse> answer = new Answer<>();
        RegistryGrpc.newStub(channel)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .register(
                        RegisterRequest.newBuilder()
                                .setRegistration(registration)
                                .build(),
                        answer);
        return answer.done();
    }

    public CompletableFuture<Void> remove(Registration registration) {
        Answer<DeregisterResponse> answer = new Answer<>();
        RegistryGrpc.newStub(channel)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .deregister(
                        DeregisterRequest.newBuilder()
                                .setInstance(InstanceRef.newBuilder()
                                        .setTenant(registration.getTenant())
                                        .setService(registration.getService())
                                        .setInstance(registration.getInstance()))
                                .build(),
                        answer);
        return answer.done();
    }

    @Override
    public Watching watch(String service, Consumer<Registration> seen) throws Exception {
        InstanceEvents events = new InstanceEvents(seen);
        RegistryGrpc.newStub(channel)
                .watch(
                        WatchRequest.newBuilder()
                                .setSelector(Selector.newBuilder()
                                        .setTenant(Registrations.TENANT)
                                        .setService(service))
                                .build(),
                        events);
        events.awaitSynced();
        return events;
    }

    /// Hands over all instances of the bench's tenant that this cell knows, its own and others'.
    public void resolveAll(Consumer<Instance> each) {
        String token = "";
        do {
            ResolveResponse page = blocking()
                    .resolve(ResolveRequest.newBuilder()
                            .setSelector(Selector.newBuilder().setTenant(Registrations.TENANT))
                            .setPageSize(PAGE)
                            .setPageToken(token)
                            .build());
            page.getInstancesList().forEach(each);
            token = page.getNextPageToken();
        } while (!token.isEmpty());
    }

    public List<Cell> cells() {
        return blocking().listCells(ListCellsRequest.getDefaultInstance()).getCellsList();
    }

    /// What this cell says of another.
    public Cell cell(String id) {
        return cells().stream()
                .filter(cell -> cell.getId().equals(id))
                .findFirst()
                .orElse(Cell.getDefaultInstance());
    }

    boolean answers() {
        try {
            return !cells().isEmpty();
        } catch (StatusRuntimeException notYet) {
            channel.resetConnectBackoff();
            return false;
        }
    }

    private RegistryGrpc.RegistryBlockingStub blocking() {
        return RegistryGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
