package dev.mcp2026.registry.app;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.OriginSummary;
import dev.mcp2026.registry.replication.Replicator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToLongFunction;

/// What the dashboards show of the registry itself.
@Singleton
public class CatalogueMetrics {
    private final MeterRegistry meters;
    private final Catalogue catalogue;
    private final Replicator replicator;

    public CatalogueMetrics(MeterRegistry meters, Catalogue catalogue, Replicator replicator) {
        this.meters = meters;
        this.catalogue = catalogue;
        this.replicator = replicator;
    }

    void register(@Observes StartupEvent event) {
        instances("up", OriginSummary::up);
        instances("suspect", OriginSummary::suspect);
        instances("down", OriginSummary::down);
        Gauge.builder("mcp.registry.revision", catalogue, Catalogue::revision)
                .description("changes that this process has seen")
                .register(meters);
        Gauge.builder("mcp.registry.silent.cells", replicator, r -> r.silent().size())
                .description("owner cells that can't be heard; their records are stale")
                .register(meters);
        Gauge.builder("mcp.registry.live.cells", replicator, r -> r.live().size())
                .description("peer cells heard directly")
                .register(meters);
    }

    private void instances(String state, ToLongFunction<OriginSummary> count) {
        Gauge.builder(
                        "mcp.registry.instances",
                        catalogue,
                        c -> c.origins().values().stream().mapToLong(count).sum())
                .tag("state", state)
                .description("instances of all cells as known here")
                .register(meters);
    }
}
