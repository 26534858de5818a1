package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.Way;
import java.time.Instant;
import java.util.Optional;

/// Calls to a peer go another way from now on.
///
/// @param from empty for none
/// @param to empty for none
/// @param reason in words, with the numbers
public record RouteChange(Instant at, Optional<Way> from, Optional<Way> to, Cause cause, String reason) {
    /// Why, for machines.
    public enum Cause {
        /// There was no way before.
        FIRST,
        /// The old way is down.
        DEAD,
        /// The old way isn't known well enough any more, or it was never measured and a measured one is there.
        UNMEASURED,
        /// The new way costs less.
        BETTER,
        /// The new way is the one that the peer's role asks for.
        PREFERRED
    }
}
