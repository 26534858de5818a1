package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.replication.LinkStatus;
import dev.mcp2026.registry.replication.Replicator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What is measured of the way to each peer, in seconds; NaN until it was measured once.
@Singleton
public class PeerMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry meters;
    private final Replicator replicator;

    public PeerMetrics(MeterRegistry meters, Replicator replicator) {
        this.meters = meters;
        this.replicator = replicator;
    }

    void register(@Observes StartupEvent event) {
        for (LinkStatus link : replicator.status()) {
            CellId peer = link.peer();
            gauge(peer, "up", "1 while it is heard", l -> l.state() == LinkStatus.State.CONNECTED ? 1 : 0);
            gauge(peer, "rtt.seconds", "smoothed round trip", seconds(LinkStatus::rtt));
            gauge(peer, "clock.offset.seconds", "its clock less ours", seconds(LinkStatus::clockOffset));
            gauge(peer, "clock.error.seconds", "bound of the offset's error", seconds(LinkStatus::clockError));
            gauge(peer, "subscriptions", "open subscriptions to it", LinkStatus::paths);
        }
    }

    private void gauge(CellId peer, String name, String description, ToDoubleFunction<LinkStatus> value) {
        Gauge.builder("mcp.registry.peer." + name, replicator, r -> value.applyAsDouble(status(r, peer)))
                .tag("peer", peer.value())
                .description(description)
                .register(meters);
    }

    private static LinkStatus status(Replicator replicator, CellId peer) {
        return replicator.status().stream()
                .filter(link -> link.peer().equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private static ToDoubleFunction<LinkStatus> seconds(Function<LinkStatus, @Nullable Duration> measured) {
        return link -> {
            Duration duration = measured.apply(link);
            return duration == null ? Double.NaN : duration.toNanos() / NANOS_PER_SECOND;
        };
    }
}
