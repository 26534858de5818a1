package dev.mcp2026.registry.watch;

/// The bounds of each kind of stream.
///
/// @param subscriptions of other cells
public record StreamQuotas(StreamQuota watches, StreamQuota renewals, StreamQuota subscriptions) {}
