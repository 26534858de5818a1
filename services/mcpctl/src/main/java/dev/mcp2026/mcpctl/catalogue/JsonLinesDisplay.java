package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.mcpctl.output.StructuredText;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import java.time.Duration;

/// One JSON object a line, for programs.
record JsonLinesDisplay(Terminal terminal) implements WatchDisplay {
    @Override
    public void changed(WatchResponse response) {
        ChangeTree.of(response).forEach(change -> terminal.line(StructuredText.json(change, false)));
    }

    @Override
    public void lost(FaultException failure, Duration retryIn) {
        terminal.warn(WatchDisplay.lostText(failure, retryIn));
    }
}
