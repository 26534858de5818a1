package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.Way;
import java.util.List;
import java.util.Optional;

/// Which way calls go now, and why.
///
/// @param state for the next decision
/// @param chosen empty if no way is left
/// @param reason in words, with the numbers it was decided from
/// @param candidates all ways that were looked at: usable ones first, the cheapest at the head
/// @param change if this decision differs from the one before
public record RouteDecision(
        RouteState state,
        Optional<Way> chosen,
        String reason,
        List<Candidate> candidates,
        Optional<RouteChange> change) {}
