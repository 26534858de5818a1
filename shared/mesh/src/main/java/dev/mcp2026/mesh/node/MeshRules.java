package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.path.PathRules;
import dev.mcp2026.mesh.route.RetryRules;
import dev.mcp2026.mesh.route.RouteRules;
import java.time.Duration;

/// The numbers of a running mesh.
///
/// @param reportInterval how often each peer is asked for the paths it measures
/// @param reopenAfter a probing call that isn't answered for so long is given up, and its connection with it
/// @param relayKept how long a tunnel that no call takes any more is kept and measured
/// @param tunnels that this process passes on for others, all together
/// @param tunnelsPerPeer that it passes on for one cell
public record MeshRules(
        PathRules paths,
        RouteRules routes,
        RetryRules retries,
        Duration reportInterval,
        Duration reopenAfter,
        Duration relayKept,
        Limit tunnels,
        Limit tunnelsPerPeer) {

    public static final MeshRules DEFAULT = new MeshRules(
            PathRules.DEFAULT,
            RouteRules.DEFAULT,
            RetryRules.DEFAULT,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            new Limit("mcp.mesh.tunnels", 256, "tunnels"),
            new Limit("mcp.mesh.tunnels-per-peer", 32, "tunnels"));
}
