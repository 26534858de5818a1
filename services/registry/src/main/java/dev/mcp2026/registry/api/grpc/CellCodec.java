package dev.mcp2026.registry.api.grpc;

import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.registry.catalogue.OriginSummary;
import dev.mcp2026.registry.operations.CellDirectory;
import dev.mcp2026.registry.replication.LinkStatus;
import dev.mcp2026.wire.Times;
import java.time.Duration;
import java.time.Instant;

/// Cells as messages.
final class CellCodec {
    private CellCodec() {}

    static Cell encode(CellDirectory.CellView cell) {
        OriginSummary counts = cell.instances();
        Cell.Builder message = Cell.newBuilder()
                .setId(cell.id().value())
                .setSelf(cell.self())
                .setAddress(cell.address())
                .setVersion(cell.version())
                .setStoreMode(cell.storeMode());
        if (cell.counted()) {
            message.setInstances(counts.instances())
                    .setInstancesUp(counts.up())
                    .setInstancesSuspect(counts.suspect())
                    .setInstancesDown(counts.down());
        }
        LinkStatus link = cell.link();
        if (link != null) {
            add(message, link);
        } else if (!cell.self()) {
            message.setLink(counts.staleSince() == null ? "RELAYED" : LinkStatus.State.STALE.name());
        }
        return message.build();
    }

    private static void add(Cell.Builder message, LinkStatus link) {
        message.setLink(link.state().name()).setLinkDetail(link.detail());
        Instant heard = link.lastHeard();
        if (heard != null) {
            message.setLastHeard(Times.encode(heard));
        }
        Duration rtt = link.rtt();
        Duration offset = link.clockOffset();
        Duration error = link.clockError();
        if (rtt != null && offset != null && error != null) {
            message.setRtt(Times.encode(rtt))
                    .setClockOffset(Times.encode(offset))
                    .setClockError(Times.encode(error));
        }
    }
}
