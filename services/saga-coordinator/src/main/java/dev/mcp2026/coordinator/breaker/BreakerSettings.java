package dev.mcp2026.coordinator.breaker;

import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;

/// When a participant's breaker opens, and when it is tried again.
///
/// @param threshold after which a call without an answer counts as failed, though it goes on to its own deadline
/// @param pause from one trial to the next while it is open
/// @param window of so many calls, the last ones
/// @param failures share of them that opens it, over 0 up to 1
public record BreakerSettings(Duration threshold, Duration pause, int window, double failures) {
    public BreakerSettings {
        check("threshold", threshold.isPositive(), "longer than 0");
        check("pause", pause.isPositive(), "longer than 0");
        check("window", window >= 1, "1 or more");
        check("failures", failures > 0 && failures <= 1, "over 0 and up to 1");
    }

    private static void check(String name, boolean holds, String allowed) {
        if (!holds) {
            throw Faults.invalid("mcp.saga.breaker." + name, "it is out of range", "make it " + allowed);
        }
    }
}
