package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Outcome;

/// Makes calls.
public interface Participants {
    /// Blocks until there is an answer or the request's limit is over; never throws for what a participant does.
    Outcome call(Request request) throws InterruptedException;
}
