package dev.mcp2026.mcpctl.mesh;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;

/// What came of asking one cell.
sealed interface Answer {
    record Told(ListPathsResponse paths) implements Answer {}

    record Silent(Context context, FaultException failure) implements Answer {
        /// For a line below a table.
        String text() {
            return failure.fault().detail() + "; its own paths are not shown";
        }
    }
}
