package dev.mcp2026.store;

import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;

/// The rule for lease times that both adapters keep.
public final class Leases {
    private static final Duration LONGEST = Duration.ofDays(365);

    private Leases() {}

    /// `ttl` rounded up to whole seconds.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT if it is not between 1 ns and a year
    public static Duration wholeSeconds(Duration ttl) {
        if (!ttl.isPositive() || ttl.compareTo(LONGEST) > 0) {
            throw Faults.invalid("ttl", "a lease of " + ttl + " is not possible", "ask for 1 second to 365 days");
        }
        return Duration.ofSeconds(ttl.plusNanos(999_999_999).toSeconds());
    }
}
