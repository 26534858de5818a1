package dev.mcp2026.identity.cache;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// Of the SVIDs in memory.
///
/// @param ttl how long one that nobody is subscribed to is served before it is issued anew
/// @param margin before a certificate's end, from which on it is not served any more
/// @param retry first pause after an authority that did not answer; doubles up to `retryMax`
/// @param perTenant SVIDs of one tenant; those with subscribers are counted and never dropped
/// @param issues under way at once
public record L1Settings(
        Duration ttl, Duration margin, Duration retry, Duration retryMax, Limit perTenant, Limit issues) {}
