package dev.mcp2026.identity.federation;

import java.time.Instant;
import java.util.Optional;

/// How a federation is doing.
///
/// @param fetched when its bundle was last fetched; empty if never by this process
/// @param sequence of the bundle in use
/// @param nextFetch when it is looked for again
/// @param error why the last attempt failed; empty when it succeeded
public record FederationStatus(
        Federation federation, Optional<Instant> fetched, long sequence, Instant nextFetch, String error) {}
