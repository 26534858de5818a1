package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.SagasGrpc.SagasBlockingStub;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/// A channel to one cell's saga coordinator.
public final class SagaConnection implements AutoCloseable {
    private final ServiceChannel channel;

    private SagaConnection(ServiceChannel channel) {
        this.channel = channel;
    }

    /// @param file that the context is from, to be named where the address is missing
    /// @param deadline of every unary call
    public static SagaConnection open(Context context, Path file, Duration deadline) {
        return new SagaConnection(
                ServiceChannel.open(context, "saga coordinator", "saga", context.saga(), file, deadline));
    }

    /// One unary call, its failure told for this coordinator.
    public <T> T call(Function<SagasBlockingStub, T> call) {
        return channel.call(SagasGrpc::newBlockingStub, call);
    }

    /// For a stream: without a deadline. Its failures are for [#failure].
    public SagasBlockingStub stream() {
        return SagasGrpc.newBlockingStub(channel.channel());
    }

    public FaultException failure(StatusRuntimeException failure) {
        return channel.failure(failure);
    }

    /// Makes the next attempt dial at once instead of waiting out gRPC's own backoff; the caller has its own.
    public void dialAgain() {
        channel.dialAgain();
    }

    @Override
    public void close() {
        channel.close();
    }
}
