package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One cell that is asked for its paths, once or again and again over one connection. For one thread at a time.
final class AskedCell implements AutoCloseable {
    private final Context context;
    private final Duration deadline;

    @Nullable
    private RegistryConnection connection;

    AskedCell(Context context, Duration deadline) {
        this.context = context;
        this.deadline = deadline;
    }

    Answer ask() {
        try {
            return new Answer.Told(connection().mesh(stub -> stub.listPaths(ListPathsRequest.getDefaultInstance())));
        } catch (FaultException e) {
            return new Answer.Silent(context, e);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
    }

    private RegistryConnection connection() {
        RegistryConnection present = connection;
        if (present == null) {
            present = RegistryConnection.open(context, deadline);
            connection = present;
        } else {
            present.dialAgain();
        }
        return present;
    }
}
