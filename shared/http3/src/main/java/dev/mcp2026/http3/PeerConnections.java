package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many connections each peer has to one server, so that none takes the room of all. Peers are told apart by what
/// their certificates name. On the event loop of the server's socket.
final class PeerConnections {
    /// `uniformResourceIdentifier` of RFC 5280 section 4.2.1.6, which is where an X.509-SVID has its SPIFFE ID.
    private static final Integer URI = 6;

    private final Limit limit;
    private final Map<String, Integer> open = new HashMap<>();

    PeerConnections(Limit limit) {
        this.limit = limit;
    }

    static String identity(X509Certificate leaf) throws CertificateParsingException {
        Collection<List<?>> names = leaf.getSubjectAlternativeNames();
        return (names == null ? List.<List<?>>of() : names)
                .stream()
                        .filter(name -> URI.equals(name.getFirst()))
                        .map(name -> (String) name.get(1))
                        .findFirst()
                        .orElseGet(() -> leaf.getSubjectX500Principal().getName());
    }

    /// @return false: it has as many as it may, and this one is not counted
    boolean enter(String peer) {
        int known = open.getOrDefault(peer, 0);
        if (known >= limit.max()) {
            return false;
        }
        open.put(peer, known + 1);
        return true;
    }

    void leave(String peer) {
        open.computeIfPresent(peer, (same, count) -> count == 1 ? null : count - 1);
    }

    /// What a peer is told that was not let in.
    String refusal() {
        return limit.name() + ": a peer may have " + limit.max() + " " + limit.unit() + " here, and this one has them";
    }
}
