package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import java.time.Duration;

/// What a [WatchFeed] tells its reader.
sealed interface WatchEvent {
    record Changed(WatchResponse response) implements WatchEvent {}

    /// The stream broke; another attempt follows.
    record Lost(FaultException failure, Duration retryIn) implements WatchEvent {}

    /// It can't go on.
    record Ended(FaultException failure) implements WatchEvent {}
}
