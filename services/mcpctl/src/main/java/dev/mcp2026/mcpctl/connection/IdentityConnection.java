package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.context.Address;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.proto.identity.v1.IdentityGrpc.IdentityBlockingStub;
import dev.mcp2026.proto.identity.v1.WatchBundlesRequest;
import dev.mcp2026.proto.identity.v1.WatchBundlesResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A channel to one cell's identity cache. Connecting is lazy: one that does not answer shows at the first call.
public final class IdentityConnection implements AutoCloseable {
    private final String where;
    private final Duration deadline;
    private final ManagedChannel channel;

    private IdentityConnection(String where, Duration deadline, ManagedChannel channel) {
        this.where = where;
        this.deadline = deadline;
        this.channel = channel;
    }

    /// @param file that the context is from, to be named where the address is missing
    /// @param deadline of every call
    public static IdentityConnection open(Context context, Path file, Duration deadline) {
        Address address = context.identity()
                .orElseThrow(() -> Faults.of(
                        FaultKind.NOT_FOUND,
                        "the context " + context.name() + " does not say where the identity cache of its cell is",
                        "add 'identity: HOST:PORT', its gRPC address, beside 'address' in " + file
                                + "; ./mcp up writes it for local cells"));
        return new IdentityConnection(
                "the identity cache of " + context.name() + " at " + address,
                deadline,
                Channels.open(context, address));
    }

    /// One unary call, its failure told for this cache.
    public <T> T call(Function<IdentityBlockingStub, T> call) {
        try {
            return call.apply(IdentityGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (StatusRuntimeException e) {
            throw CallFailure.of(where, e);
        }
    }

    /// The bundles as they are now. The stream goes on until this connection is closed.
    public List<Bundle> bundles() {
        return call(stub -> {
            Iterator<WatchBundlesResponse> stream = stub.watchBundles(WatchBundlesRequest.getDefaultInstance());
            if (!stream.hasNext()) {
                throw Faults.of(
                        FaultKind.UNAVAILABLE, where + " ended the stream without a bundle", "look into its log");
            }
            return stream.next().getBundlesList();
        });
    }

    /// What is asked, as errors name it.
    public String where() {
        return where;
    }

    @Override
    public void close() {
        Channels.close(channel);
    }
}
