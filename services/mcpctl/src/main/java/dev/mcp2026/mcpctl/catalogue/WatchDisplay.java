package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import dev.mcp2026.yaml.DurationText;
import java.time.Duration;

/// Shows a watch as it goes.
sealed interface WatchDisplay permits ScreenDisplay, LinesDisplay, JsonLinesDisplay, YamlDocumentsDisplay {
    void changed(WatchResponse response);

    void lost(FaultException failure, Duration retryIn);

    /// A second passed without an event.
    default void idle() {}

    static String lostText(FaultException failure, Duration retryIn) {
        return failure.fault().detail() + "; trying again in " + DurationText.format(retryIn);
    }
}
