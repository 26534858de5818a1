package dev.mcp2026.identity.shared;

import java.time.Duration;
import java.time.Instant;

/// How long something that ends may be cached.
public final class CacheTtl {
    private CacheTtl() {}

    /// `configured`, or what remains until `margin` before `notAfter` if that is less; zero: it must not be cached.
    ///
    /// @param margin for clocks that differ and for the time that a use of it takes
    public static Duration of(Duration configured, Instant notAfter, Duration margin, Instant now) {
        Duration remaining = Duration.between(now, notAfter).minus(margin);
        Duration shorter = remaining.compareTo(configured) < 0 ? remaining : configured;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }
}
