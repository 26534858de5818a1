package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.MeshGrpc.MeshBlockingStub;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.RegistryGrpc.RegistryBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A channel to one cell. Connecting is lazy: an unreachable cell shows at the first call.
public final class RegistryConnection implements AutoCloseable {
    private static final int MESSAGE_MAX_BYTES = 16 << 20;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Context context;
    private final Duration deadline;
    private final ManagedChannel channel;

    private RegistryConnection(Context context, Duration deadline, ManagedChannel channel) {
        this.context = context;
        this.deadline = deadline;
        this.channel = channel;
    }

    /// @param deadline of every unary call
    public static RegistryConnection open(Context context, Duration deadline) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(context.host(), context.port())
                .sslContext(tls(context))
                .maxInboundMessageSize(MESSAGE_MAX_BYTES)
                // Finds a watch whose peer vanished without closing the connection.
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .disableRetry()
                .build();
        return new RegistryConnection(context, deadline, channel);
    }

    /// One unary call, its failure told for this cell.
    public <T> T call(Function<RegistryBlockingStub, T> call) {
        try {
            return call.apply(RegistryGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /// One unary call of the mesh that the cell's registry is a member of; that a cell has none is told as such.
    public <T> T mesh(Function<MeshBlockingStub, T> call) {
        try {
            return call.apply(
                    MeshGrpc.newBlockingStub(channel).withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw e.getStatus().getCode() == Status.Code.UNIMPLEMENTED
                    ? CallFailure.withoutMesh(context, e)
                    : failure(e);
        }
    }

    /// For a stream: without a deadline. Its failures are for [#failure].
    public RegistryBlockingStub stream() {
        return RegistryGrpc.newBlockingStub(channel);
    }

    public FaultException failure(StatusRuntimeException failure) {
        return CallFailure.of(context, failure);
    }

    /// Makes the next attempt dial at once instead of waiting out gRPC's own backoff; the caller has its own.
    public void dialAgain() {
        channel.resetConnectBackoff();
    }

    public Context context() {
        return context;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SslContext tls(Context context) {
        readable(context, "CA bundle", context.ca());
        readable(context, "certificate", context.certificate());
        readable(context, "key", context.key());
        try {
            return GrpcSslContexts.forClient()
                    .trustManager(context.ca().toFile())
                    .keyManager(context.certificate().toFile(), context.key().toFile())
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw Faults.of(
                    FaultKind.UNAUTHENTICATED,
                    "the credentials of context " + context.name() + " can't be used (" + reason(e) + ")",
                    "check " + context.certificate() + " and its key, or make new ones: mcpctl trust init");
        }
    }

    private static void readable(Context context, String what, Path file) {
        if (!Files.isReadable(file)) {
            String why = Files.exists(file) ? "can't be read" : "does not exist";
            throw Faults.of(
                    FaultKind.UNAUTHENTICATED,
                    "the " + what + " of context " + context.name() + ", " + file + ", " + why,
                    "./mcp up makes one for local cells");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
