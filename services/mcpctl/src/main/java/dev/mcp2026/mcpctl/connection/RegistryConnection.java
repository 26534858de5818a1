package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.MeshGrpc.MeshBlockingStub;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.RegistryGrpc.RegistryBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.function.Function;

/// A channel to one cell.
public final class RegistryConnection implements AutoCloseable {
    private final Context context;
    private final ServiceChannel channel;

    private RegistryConnection(Context context, ServiceChannel channel) {
        this.context = context;
        this.channel = channel;
    }

    /// @param deadline of every unary call
    public static RegistryConnection open(Context context, Duration deadline) {
        String where = context.name() + " at " + context.address();
        return new RegistryConnection(
                context, new ServiceChannel(where, deadline, Channels.open(context, context.registry())));
    }

    /// One unary call, its failure told for this cell.
    public <T> T call(Function<RegistryBlockingStub, T> call) {
        return channel.call(RegistryGrpc::newBlockingStub, call);
    }

    /// One unary call of the mesh that the cell's registry is a member of; that a cell has none is told as such.
    public <T> T mesh(Function<MeshBlockingStub, T> call) {
        return channel.call(
                MeshGrpc::newBlockingStub,
                call,
                failure -> failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED
                        ? CallFailure.withoutMesh(channel.where(), failure)
                        : failure(failure));
    }

    /// For a stream: without a deadline. Its failures are for [#failure].
    public RegistryBlockingStub stream() {
        return RegistryGrpc.newBlockingStub(channel.channel());
    }

    public FaultException failure(StatusRuntimeException failure) {
        return channel.failure(failure);
    }

    /// Makes the next attempt dial at once instead of waiting out gRPC's own backoff; the caller has its own.
    public void dialAgain() {
        channel.dialAgain();
    }

    public Context context() {
        return context;
    }

    @Override
    public void close() {
        channel.close();
    }
}
