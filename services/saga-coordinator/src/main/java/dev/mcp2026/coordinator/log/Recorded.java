package dev.mcp2026.coordinator.log;

import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.SagaState;
import java.time.Instant;
import java.util.List;

/// A saga with all that happened to it.
///
/// @param length entries in its log
/// @param epoch of the last entry's writer
public record Recorded(
        SagaId id, SagaState state, String startedBy, Instant started, long length, long epoch, List<Happened> events) {
    /// @param number from 1, without gaps
    public record Happened(long number, Instant at, SagaEvent event) {}

    public Recorded {
        events = List.copyOf(events);
    }

    public Instant changed() {
        return events.isEmpty() ? started : events.getLast().at();
    }
}
