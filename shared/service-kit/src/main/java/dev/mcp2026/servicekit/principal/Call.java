package dev.mcp2026.servicekit.principal;

/// What is known about the call in progress.
///
/// @param traceId W3C trace id in hex, or empty where nothing is traced
public record Call(Principal principal, String traceId) {}
