package dev.mcp2026.saga.participant;

/// What work in memory gets: there is nothing to roll back, so it must not have changed anything when it throws or
/// refuses.
public record NoTransaction() {}
