package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.proto.identity.v1.IdentityGrpc.IdentityBlockingStub;
import dev.mcp2026.proto.identity.v1.WatchBundlesRequest;
import dev.mcp2026.proto.identity.v1.WatchBundlesResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/// A channel to one cell's identity cache.
public final class IdentityConnection implements AutoCloseable {
    private final ServiceChannel channel;

    private IdentityConnection(ServiceChannel channel) {
        this.channel = channel;
    }

    /// @param file that the context is from, to be named where the address is missing
    /// @param deadline of every call
    public static IdentityConnection open(Context context, Path file, Duration deadline) {
        return new IdentityConnection(
                ServiceChannel.open(context, "identity cache", "identity", context.identity(), file, deadline));
    }

    /// One unary call, its failure told for this cache.
    public <T> T call(Function<IdentityBlockingStub, T> call) {
        return channel.call(IdentityGrpc::newBlockingStub, call);
    }

    /// The bundles as they are now. The stream goes on until this connection is closed.
    public List<Bundle> bundles() {
        return call(stub -> {
            Iterator<WatchBundlesResponse> stream = stub.watchBundles(WatchBundlesRequest.getDefaultInstance());
            if (!stream.hasNext()) {
                throw Faults.of(
                        FaultKind.UNAVAILABLE,
                        channel.where() + " ended the stream without a bundle",
                        "look into its log");
            }
            return stream.next().getBundlesList();
        });
    }

    /// What is asked, as errors name it.
    public String where() {
        return channel.where();
    }

    @Override
    public void close() {
        channel.close();
    }
}
