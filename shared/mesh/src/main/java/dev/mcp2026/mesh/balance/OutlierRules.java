package dev.mcp2026.mesh.balance;

import java.time.Duration;

/// When an endpoint that is connected but fails calls is left out.
///
/// @param consecutiveFailures after so many it is ejected
/// @param interval over which success rates are compared
/// @param minCalls in an interval, for a rate to count
/// @param minEndpoints with enough calls, for rates to be compared
/// @param deviations standard deviations below the others' mean rate at which an endpoint is ejected
/// @param minGap how far below the others' mean a rate must be in any case
/// @param baseEjection how long the first ejection lasts; each further one lasts that much longer
/// @param maxEjection the longest one
/// @param maxShare of the endpoints that may be ejected at a time; one may if there are two
public record OutlierRules(
        int consecutiveFailures,
        Duration interval,
        int minCalls,
        int minEndpoints,
        double deviations,
        double minGap,
        Duration baseEjection,
        Duration maxEjection,
        double maxShare) {

    public static final OutlierRules DEFAULT = new OutlierRules(
            5, Duration.ofSeconds(10), 50, 3, 1.9, 0.1, Duration.ofSeconds(30), Duration.ofMinutes(5), 0.5);

    public OutlierRules {
        if (consecutiveFailures < 1 || minCalls < 1 || minEndpoints < 2 || deviations < 0) {
            throw new IllegalArgumentException("counts start at 1, and deviations are not negative");
        }
        if (!interval.isPositive() || !baseEjection.isPositive() || maxEjection.compareTo(baseEjection) < 0) {
            throw new IllegalArgumentException("times are positive, and maxEjection is not below baseEjection");
        }
        if (!(minGap >= 0 && minGap <= 1 && maxShare >= 0 && maxShare <= 1)) {
            throw new IllegalArgumentException("shares are from 0 to 1");
        }
    }

    int maxEjected(int endpoints) {
        return endpoints < 2 ? 0 : Math.max(1, (int) (maxShare * endpoints));
    }
}
