package dev.mcp2026.registry.health;

import java.time.Duration;

/// How an observer judges itself (Lifeguard, arXiv 1707.00788, section IV-A).
///
/// @param late a timer that fires this much after its time was missed
/// @param window signals are counted over this long, then move the score once
/// @param massMin fewer targets silent at once than this say nothing about the observer
/// @param massShare share of a tenant's probed targets, and of the probed tenants, silent at once that does
/// @param massTenants tenants that must meet such silence; all where fewer have checks
public record LocalHealthRules(Duration late, Duration window, int massMin, double massShare, int massTenants) {
    /// Highest score, as in Lifeguard.
    public static final int SCORE_MAX = 8;

    public LocalHealthRules {
        HealthRules.require(late.isPositive() && window.isPositive(), "late and window must be positive");
        HealthRules.require(massMin >= 1 && massTenants >= 1, "massMin and massTenants must be at least 1");
        HealthRules.require(massShare > 0 && massShare < 1, "massShare is a share");
    }

    public static LocalHealthRules defaults() {
        return new LocalHealthRules(Duration.ofMillis(200), Duration.ofSeconds(1), 5, 0.5, 2);
    }
}
