package dev.mcp2026.identity.authority;

import java.time.Duration;
import java.time.Instant;

/// When an authority's key makes way for the next: that is made at half of the first one's life, so that whoever must
/// trust it has heard of it, and signs from 5/6 on (SPIRE's shares).
public final class KeyRotation {
    private KeyRotation() {}

    public enum Step {
        NONE,
        /// Make the next key.
        PREPARE,
        /// Sign with the next key from now on.
        ACTIVATE
    }

    /// @param begin of the current key's life
    /// @param end of it
    /// @param prepared whether there is a next key
    public static Step decide(Instant begin, Instant end, boolean prepared, Instant now) {
        Duration life = Duration.between(begin, end);
        if (!prepared) {
            return now.isBefore(begin.plus(life.dividedBy(2))) ? Step.NONE : Step.PREPARE;
        }
        return now.isBefore(begin.plus(life.multipliedBy(5).dividedBy(6))) ? Step.NONE : Step.ACTIVATE;
    }
}
