package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// Of what is handed out to workloads.
///
/// @param idle how long what was made for a kind of caller is kept after its last call
/// @param kinds of callers without a subscription that are remembered
/// @param subscriptions open at once
/// @param perCaller of them those of callers with the same selectors
public record HubSettings(Duration idle, Limit kinds, Limit subscriptions, Limit perCaller) {}
