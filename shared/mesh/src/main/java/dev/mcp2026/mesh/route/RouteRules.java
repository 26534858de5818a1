package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.path.PeerRoles;
import java.time.Duration;

/// The numbers of route decisions.
///
/// @param costs how a measurement becomes a cost
/// @param lossyFrom loss from which a regional peer's direct path isn't taken for granted any more
/// @param lossyUntil loss at which it is again
/// @param betterShare share of the cost by which another way must be better
/// @param betterBy time by which another way must be better, too
/// @param dwell how long it must stay better; so also the shortest time between two changes that nothing forces
/// @param holdDown how long a way that died while it was taken must be up before it is taken again, if there is another
/// @param reportMaxAge a relay's report that is older doesn't count
/// @param history the newest changes that are remembered
public record RouteRules(
        PeerRoles roles,
        CostRules costs,
        double lossyFrom,
        double lossyUntil,
        double betterShare,
        Duration betterBy,
        Duration dwell,
        Duration holdDown,
        Duration reportMaxAge,
        Limit history) {

    public static final RouteRules DEFAULT = new RouteRules(
            PeerRoles.DEFAULT,
            CostRules.DEFAULT,
            0.02,
            0.01,
            0.15,
            Duration.ofNanos(500_000),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            new Limit("mcp.mesh.route.history", 32, "changes"));

    public RouteRules {
        if (!(lossyUntil >= 0 && lossyUntil <= lossyFrom && lossyFrom <= 1)) {
            throw new IllegalArgumentException("needed: 0 <= lossyUntil <= lossyFrom <= 1");
        }
        if (!(betterShare >= 0 && betterShare < 1) || betterBy.isNegative()) {
            throw new IllegalArgumentException("betterShare is from 0 to 1, and betterBy not negative");
        }
        if (dwell.isNegative() || holdDown.isNegative() || reportMaxAge.isNegative()) {
            throw new IllegalArgumentException("no time is negative");
        }
    }

    boolean isBetter(double costMs, double thanMs) {
        return costMs <= thanMs * (1 - betterShare) && thanMs - costMs >= betterBy.toNanos() / 1e6;
    }
}
