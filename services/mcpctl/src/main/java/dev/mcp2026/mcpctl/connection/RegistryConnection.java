package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.MeshGrpc.MeshBlockingStub;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.RegistryGrpc.RegistryBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A channel to one cell. Connecting is lazy: an unreachable cell shows at the first call.
public final class RegistryConnection implements AutoCloseable {
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
        return new RegistryConnection(context, deadline, Channels.open(context, context.registry()));
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
                    ? CallFailure.withoutMesh(where(), e)
                    : failure(e);
        }
    }

    /// For a stream: without a deadline. Its failures are for [#failure].
    public RegistryBlockingStub stream() {
        return RegistryGrpc.newBlockingStub(channel);
    }

    public FaultException failure(StatusRuntimeException failure) {
        return CallFailure.of(where(), failure);
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
        Channels.close(channel);
    }

    private String where() {
        return context.name() + " at " + context.address();
    }
}
