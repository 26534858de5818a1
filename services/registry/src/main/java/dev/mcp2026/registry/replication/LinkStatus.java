package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.id.CellId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One peer link as a person may read it.
///
/// @param lastHeard null: never
/// @param rtt null: not measured yet
public record LinkStatus(
        CellId peer,
        String address,
        State state,
        String detail,
        String version,
        @Nullable Instant lastHeard,
        @Nullable Duration rtt,
        @Nullable Duration clockOffset,
        @Nullable Duration clockError,
        int paths) {
    /// REFUSED: the peer answers and one side will not have the other (clock, identity); trying
    /// again alone won't help.
    public enum State {
        CONNECTING,
        CONNECTED,
        STALE,
        REFUSED
    }
}
