package dev.mcp2026.registry.health;

import java.time.Duration;

/// Damping of instances that go up and down (RFC 2439): each fall and each new suspicion adds to a penalty that
/// decays exponentially.
///
/// @param perFall penalty added each time an instance goes DOWN
/// @param perSuspicion penalty added each time one that was well is doubted, but not for our own weakness; 0: none
/// @param suppress above this an instance that comes up is held SUSPECT
/// @param reuse below this it is let go
/// @param halfLife in which the penalty halves
/// @param maxHold longest time from the last fall or suspicion that it is held; caps the penalty
public record FlapRules(
        double perFall, double perSuspicion, double suppress, double reuse, Duration halfLife, Duration maxHold) {
    public FlapRules {
        HealthRules.require(perFall > 0 && perSuspicion >= 0, "perFall must be positive, perSuspicion not negative");
        HealthRules.require(reuse > 0 && suppress > reuse, "suppress must be above reuse, and both above 0");
        HealthRules.require(halfLife.isPositive() && maxHold.isPositive(), "halfLife and maxHold must be positive");
        HealthRules.require(
                reuse * Math.pow(2, (double) maxHold.toNanos() / halfLife.toNanos()) > suppress,
                "maxHold is too short for the penalty ever to reach suppress");
    }

    public static FlapRules defaults() {
        return new FlapRules(1000, 200, 2500, 1000, Duration.ofMinutes(1), Duration.ofMinutes(5));
    }

    /// The largest penalty: decays to `reuse` in exactly `maxHold`.
    double ceiling() {
        return reuse * Math.pow(2, (double) maxHold.toNanos() / halfLife.toNanos());
    }
}
