package dev.mcp2026.identity.authority;

import dev.mcp2026.servicekit.workload.Backoff;
import java.time.Duration;

/// Of an upstream's Workload API.
///
/// @param address `unix:/path`
/// @param backoff between attempts to reach it
/// @param timeout of a call for a JWT-SVID
/// @param refreshHint of the bundle, of which the Workload API says nothing
public record UpstreamSettings(String address, Backoff backoff, Duration timeout, Duration refreshHint) {}
