package dev.mcp2026.policy.merge;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.policy.access.AccessPolicy;
import java.util.Optional;

/// What an edit made of a policy.
///
/// @param by whose edit it was
/// @param policy empty for a removal
public record Version(Dot dot, HlcTimestamp at, String by, Optional<AccessPolicy> policy) {}
