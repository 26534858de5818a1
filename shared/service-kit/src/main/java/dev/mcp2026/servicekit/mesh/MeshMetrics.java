package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.node.MeshNode;
import dev.mcp2026.mesh.node.MeshPeer;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.Transport;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RouteChange;
import dev.mcp2026.mesh.route.RouteListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/// What the mesh measures and decides, in seconds and shares; NaN while it isn't known.
@Singleton
class MeshMetrics implements RouteListener {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry meters;

    MeshMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void register(@Observes StartupEvent event, Mesh mesh) {
        MeshNode node = mesh.node();
        for (MeshPeer peer : node.peers()) {
            for (Transport transport : Transport.values()) {
                PathKey key = new PathKey(peer.cell(), Way.direct(transport));
                gauge(node, key, "up", "1 while its probes are answered", path -> path.isUp() ? 1 : 0);
                gauge(node, key, "rtt.seconds", "smoothed round trip", path -> seconds(path, path.srtt()));
                gauge(node, key, "jitter.seconds", "RFC 3550", path -> seconds(path, path.jitter()));
                gauge(node, key, "loss.ratio", "share of probes without an answer", PathMeasurement::loss);
            }
            Gauge.builder("mcp.mesh.route.relayed", node, relayed(peer.cell()))
                    .tag("peer", peer.cell().value())
                    .description("1 while calls to it go through a third cell")
                    .register(meters);
        }
        Gauge.builder("mcp.mesh.tunnels", mesh, m -> m.tunnels().open())
                .description("tunnels that are passed on for others")
                .register(meters);
    }

    private static ToDoubleFunction<MeshNode> relayed(CellId peer) {
        return node -> node.route(peer)
                .flatMap(decision -> decision.chosen())
                .map(way -> way.isRelayed() ? 1.0 : 0.0)
                .orElse(Double.NaN);
    }

    private static double seconds(PathMeasurement path, Duration duration) {
        return path.samples() == 0 ? Double.NaN : duration.toNanos() / NANOS_PER_SECOND;
    }

    private void gauge(
            MeshNode node, PathKey key, String name, String description, ToDoubleFunction<PathMeasurement> value) {
        Gauge.builder(
                        "mcp.mesh.path." + name,
                        node,
                        n -> n.measurement(key).map(value::applyAsDouble).orElse(Double.NaN))
                .tag("peer", key.peer().value())
                .tag("transport", key.way().transport().toString())
                .description(description)
                .register(meters);
    }

    @Override
    public void changed(CellId peer, RouteChange change) {
        meters.counter(
                        "mcp.mesh.route.changes",
                        "peer",
                        peer.value(),
                        "to",
                        change.to().map(Way::toString).orElse("none"),
                        "cause",
                        change.cause().name().toLowerCase(java.util.Locale.ROOT))
                .increment();
    }
}
