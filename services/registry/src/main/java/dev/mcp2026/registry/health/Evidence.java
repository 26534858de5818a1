package dev.mcp2026.registry.health;

import java.time.Instant;

/// One thing that was seen, by whom, and how often in a row.
///
/// @param observer a cell or an agent
/// @param check name of the check; empty where there is none
public record Evidence(
        EvidenceKind kind, String observer, String check, Outcome outcome, String detail, Instant at, int count) {}
