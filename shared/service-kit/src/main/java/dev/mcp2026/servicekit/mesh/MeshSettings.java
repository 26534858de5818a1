package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.node.MeshRules;
import dev.mcp2026.mesh.path.PathRules;
import dev.mcp2026.mesh.path.PeerRoles;
import dev.mcp2026.mesh.route.RetryRules;
import dev.mcp2026.mesh.route.RouteRules;

/// From configuration to the values that the mesh takes.
final class MeshSettings {
    private MeshSettings() {}

    static MeshRules rules(MeshConfig config) {
        return new MeshRules(
                paths(config.probe()),
                routes(config),
                RetryRules.DEFAULT,
                config.reportInterval(),
                config.probe().reopenAfter(),
                config.route().relayKept(),
                new Limit("mcp.mesh.tunnels", config.tunnels(), "tunnels"),
                new Limit("mcp.mesh.tunnels-per-peer", config.tunnelsPerPeer(), "tunnels"));
    }

    private static PathRules paths(MeshConfig.Probe probe) {
        PathRules byDefault = PathRules.DEFAULT;
        return new PathRules(
                new Limit("mcp.mesh.probe.window-probes", probe.windowProbes(), "probes"),
                probe.window(),
                probe.interval(),
                byDefault.firstTimeout(),
                probe.minTimeout(),
                probe.maxTimeout(),
                probe.missesToFall(),
                probe.answersToRise(),
                byDefault.minSamples());
    }

    private static RouteRules routes(MeshConfig config) {
        MeshConfig.Route route = config.route();
        RouteRules byDefault = RouteRules.DEFAULT;
        return new RouteRules(
                new PeerRoles(config.role().edgeBelow(), config.role().regionalUpTo(), PeerRoles.DEFAULT.margin()),
                byDefault.costs(),
                byDefault.lossyFrom(),
                byDefault.lossyUntil(),
                route.betterShare(),
                byDefault.betterBy(),
                route.dwell(),
                route.holdDown(),
                byDefault.reportMaxAge(),
                new Limit("mcp.mesh.route.history", route.history(), "changes"));
    }
}
