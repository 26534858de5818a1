package dev.mcp2026.coordinator.log;

import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.SagaState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
        return Optional.of(events)
                .filter(some -> !some.isEmpty())
                .map(some -> some.getLast().at())
                .orElse(started);
    }
}
