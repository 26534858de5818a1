package dev.mcp2026.mesh.path;

import dev.mcp2026.kernel.id.CellId;
import java.util.Comparator;
import java.util.Optional;

/// How to reach a peer: "direct http3", "http3 via cell3".
///
/// @param via the cell in between that passes packets on; empty for a direct way
public record Way(Transport transport, Optional<CellId> via) implements Comparable<Way> {
    public static final Way DIRECT_HTTP3 = new Way(Transport.HTTP3, Optional.empty());
    public static final Way DIRECT_HTTP2 = new Way(Transport.HTTP2, Optional.empty());

    /// Direct before relayed, HTTP/3 before HTTP/2; the order in which equals are preferred and shown.
    private static final Comparator<Way> ORDER = Comparator.comparing(Way::isRelayed)
            .thenComparing(Way::transport, Comparator.reverseOrder())
            .thenComparing(way -> way.via.map(CellId::value).orElse(""));

    public static Way direct(Transport transport) {
        return transport == Transport.HTTP3 ? DIRECT_HTTP3 : DIRECT_HTTP2;
    }

    /// Relays pass on QUIC packets, so a relayed way is always HTTP/3.
    public static Way relayed(CellId via) {
        return new Way(Transport.HTTP3, Optional.of(via));
    }

    public boolean isRelayed() {
        return via.isPresent();
    }

    @Override
    public int compareTo(Way other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return via.map(cell -> transport + " via " + cell).orElse("direct " + transport);
    }
}
