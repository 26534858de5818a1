package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// @param retention of what has ended; what has failed stays until a person removes it
/// @param endWait how long whoever closes or cancels waits for the end at most
/// @param retry the first pause after a call without an answer; it doubles up to `retryCap`
/// @param open LRAs at once, ended ones that are kept included
public record LraSettings(
        Duration retention, Duration endWait, Duration retry, Duration retryCap, Limit open, Limit openPerTenant) {
    private static final int LARGEST_SHIFT = 20;

    /// @param tries made so far, from 1
    Duration pause(int tries) {
        Duration doubled = retry.multipliedBy(1L << Math.min(tries - 1, LARGEST_SHIFT));
        return doubled.compareTo(retryCap) > 0 ? retryCap : doubled;
    }
}
