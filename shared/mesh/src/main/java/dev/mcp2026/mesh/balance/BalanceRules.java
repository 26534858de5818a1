package dev.mcp2026.mesh.balance;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// The numbers of load balancing.
///
/// @param endpoints of one channel that are connected; the nearest ones
/// @param latencyMemory after this time a measured latency weighs 1/e
/// @param assumedLatency of an endpoint of which nothing is known
/// @param failureLatency what a failed call counts as at the least, so that failing fast attracts no calls
/// @param overprovisioning how much more than its share the rest of a locality can carry before calls go farther
/// @param panicShare if fewer of the endpoints are usable, those that are ejected are used as well
/// @param slowStart how long a new endpoint, or one that returns, takes to get its full share
/// @param slowStartFrom the part of its share that it starts with
/// @param sweep how often ejections are looked at besides after failures
public record BalanceRules(
        Limit endpoints,
        Duration latencyMemory,
        Duration assumedLatency,
        Duration failureLatency,
        double overprovisioning,
        double panicShare,
        Duration slowStart,
        double slowStartFrom,
        Duration sweep,
        OutlierRules outliers) {

    public static final BalanceRules DEFAULT = new BalanceRules(
            new Limit("mcp.mesh.balance.endpoints", 64, "endpoints"),
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            1.4,
            0.5,
            Duration.ofSeconds(10),
            0.1,
            Duration.ofSeconds(1),
            OutlierRules.DEFAULT);

    public BalanceRules {
        if (endpoints.max() < 1 || !latencyMemory.isPositive() || !assumedLatency.isPositive() || !sweep.isPositive()) {
            throw new IllegalArgumentException("at least one endpoint, and positive times are needed");
        }
        if (!(overprovisioning >= 1) || !(panicShare >= 0 && panicShare <= 1)) {
            throw new IllegalArgumentException("overprovisioning is at least 1, and panicShare from 0 to 1");
        }
        if (slowStart.isNegative() || failureLatency.isNegative() || !(slowStartFrom > 0 && slowStartFrom <= 1)) {
            throw new IllegalArgumentException("slowStartFrom is above 0 and at most 1, and no time is negative");
        }
    }
}
