package dev.mcp2026.registry.operations;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.OriginSummary;
import dev.mcp2026.registry.replication.LinkStatus;
import dev.mcp2026.registry.replication.Replicator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The cells as seen from this one: itself, its peers, and owners known only through a relay.
public final class CellDirectory {
    private final Access access;
    private final Catalogue catalogue;
    private final Replicator replicator;
    private final String address;
    private final String version;
    private final Supplier<String> storeMode;

    /// @param address this cell's own gRPC address
    /// @param storeMode the durable store's mode, read at each call
    public CellDirectory(
            Access access,
            Catalogue catalogue,
            Replicator replicator,
            String address,
            String version,
            Supplier<String> storeMode) {
        this.access = access;
        this.catalogue = catalogue;
        this.replicator = replicator;
        this.address = address;
        this.version = version;
        this.storeMode = storeMode;
    }

    /// One cell.
    ///
    /// @param link null: this cell itself, or one that has no link of its own
    /// @param storeMode empty but for this cell
    /// @param counted the caller may know how many instances there are: they are of all tenants
    public record CellView(
            CellId id,
            boolean self,
            String address,
            @Nullable LinkStatus link,
            String version,
            String storeMode,
            OriginSummary instances,
            boolean counted) {}

    public List<CellView> list() {
        access.require(Access.Right.LIST_CELLS, access.tenant());
        boolean counted = access.tenant() == null;
        Map<CellId, OriginSummary> origins = new TreeMap<>(catalogue.origins());
        List<CellView> cells = new ArrayList<>();
        CellId self = catalogue.self();
        OriginSummary own = origins.remove(self);
        cells.add(new CellView(
                self, true, address, null, version, storeMode.get(), own == null ? OriginSummary.EMPTY : own, counted));
        for (LinkStatus link : replicator.status()) {
            OriginSummary summary = origins.remove(link.peer());
            cells.add(new CellView(
                    link.peer(),
                    false,
                    link.address(),
                    link,
                    link.version(),
                    "",
                    summary == null ? OriginSummary.EMPTY : summary,
                    counted));
        }
        origins.forEach((cell, summary) -> cells.add(new CellView(cell, false, "", null, "", "", summary, counted)));
        return cells;
    }
}
