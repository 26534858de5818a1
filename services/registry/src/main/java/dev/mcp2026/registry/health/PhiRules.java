package dev.mcp2026.registry.health;

import java.time.Duration;

/// When silence of heartbeats becomes suspicion (Hayashibara et al., "The φ accrual failure
/// detector", SRDS 2004).
///
/// @param suspect phi from which an instance is SUSPECT; 5 means one wrong suspicion in 10⁵ heartbeats
/// @param down phi from which it is DOWN where nothing speaks for it
/// @param window heartbeats that mean and variance effectively span
/// @param minDeviation floor of the standard deviation
/// @param minDeviationShare the same as a share of the mean interval
/// @param firstShare of the lease, the expected interval before one was measured
/// @param lossBad recent share of lost heartbeats from which the path is blamed
public record PhiRules(
        double suspect,
        double down,
        int window,
        Duration minDeviation,
        double minDeviationShare,
        double firstShare,
        double lossBad) {
    public PhiRules {
        HealthRules.require(suspect > 0 && down > suspect, "phi down must be above phi suspect, and both above 0");
        HealthRules.require(window >= 2, "a window needs at least 2 heartbeats");
        HealthRules.require(minDeviation.isPositive() && minDeviationShare >= 0, "minDeviation must be positive");
        HealthRules.require(firstShare > 0 && firstShare <= 1, "firstShare is a share of the lease");
        HealthRules.require(lossBad > 0 && lossBad <= 1, "lossBad is a share");
    }

    public static PhiRules defaults() {
        return new PhiRules(5, 12, 100, Duration.ofMillis(50), 0.25, 1.0 / 3, 0.1);
    }
}
