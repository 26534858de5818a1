package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PeerRole;
import dev.mcp2026.mesh.path.Way;
import java.util.List;
import java.util.Optional;

/// What a peer's role asks for. At the edge a detour or a comparison gains nothing. A regional peer is reached by one
/// kept HTTP/3 connection, the backbone, unless that loses packets. Farther out, measurements decide.
final class Preference {
    private Preference() {}

    /// Those of `usable`, in their order, that may be taken; not empty unless `usable` is.
    static List<Candidate> among(List<Candidate> usable, Optional<PeerRole> role, boolean lossy) {
        List<Candidate> direct =
                usable.stream().filter(way -> !way.way().isRelayed()).toList();
        List<Candidate> backbone = direct.stream()
                .filter(way -> way.way().equals(Way.DIRECT_HTTP3))
                .toList();
        return switch (role.orElse(PeerRole.REMOTE)) {
            case EDGE -> firstWithAny(direct, usable);
            case REGIONAL -> lossy ? usable : firstWithAny(backbone, firstWithAny(direct, usable));
            case REMOTE -> usable;
        };
    }

    static String words(Optional<PeerRole> role, boolean lossy, boolean straight) {
        if (role.isEmpty()) {
            return "no direct path was measured yet, so the cheapest way is taken";
        }
        return switch (role.get()) {
            case EDGE -> "the peer is edge, so it goes straight" + (straight ? "" : ", but no direct way can be taken");
            case REGIONAL -> {
                if (lossy) {
                    yield "the peer is regional but the direct path loses packets, so the cheapest way is taken";
                }
                yield "the peer is regional, so it goes straight over http3 where that is up";
            }
            case REMOTE -> "the peer is remote, so the cheapest way is taken";
        };
    }

    private static List<Candidate> firstWithAny(List<Candidate> one, List<Candidate> other) {
        return one.isEmpty() ? other : one;
    }
}
