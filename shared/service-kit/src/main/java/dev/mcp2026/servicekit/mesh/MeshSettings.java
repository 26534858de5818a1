package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.node.MeshRules;
import dev.mcp2026.mesh.path.PathRules;
import dev.mcp2026.mesh.path.PeerRoles;
import dev.mcp2026.mesh.route.RepeatableMethod;
import dev.mcp2026.mesh.route.RetryRules;
import dev.mcp2026.mesh.route.RouteRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// From configuration to the values that the mesh takes.
final class MeshSettings {
    private MeshSettings() {}

    static MeshRules rules(MeshConfig config) {
        return new MeshRules(
                paths(config.probe()),
                routes(config),
                retries(config.retry()),
                config.reportInterval(),
                config.probe().reopenAfter(),
                config.route().relayKept(),
                new Limit("mcp.mesh.tunnels", config.tunnels(), "tunnels"),
                new Limit("mcp.mesh.tunnels-per-peer", config.tunnelsPerPeer(), "tunnels"));
    }

    private static RetryRules retries(MeshConfig.Retry retry) {
        RetryRules byDefault = RetryRules.DEFAULT;
        return new RetryRules(
                new Limit("mcp.mesh.retry.attempts", retry.attempts(), "attempts"),
                byDefault.initialBackoff(),
                byDefault.maxBackoff(),
                byDefault.multiplier(),
                new Limit("mcp.mesh.retry.tokens", retry.tokens(), "tokens"),
                retry.tokenRatio());
    }

    /// By the clients' names.
    static Map<String, List<RepeatableMethod>> retried(MeshConfig config) {
        return config.clients().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, client -> retried(client.getKey(), client.getValue())));
    }

    private static List<RepeatableMethod> retried(String name, MeshConfig.Client client) {
        try {
            return client.retriedMethods().orElse(List.of()).stream()
                    .map(RepeatableMethod::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw Faults.of(
                    FaultKind.INVALID_ARGUMENT,
                    "mcp.mesh.clients." + name + ".retried-methods: " + e.getMessage(),
                    "name methods that may be done twice");
        }
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
