package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PeerRole;
import dev.mcp2026.mesh.path.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What [RouteDecider] remembers about one peer. Immutable.
///
/// @param chosenSince empty before the first choice
/// @param role as last known; empty before the first measurement of a direct path
/// @param lossy the direct path loses too much to be taken for granted
/// @param betterSince since when (monotonic ns) other ways are better than the chosen one without a pause
/// @param heldDown ways that died while they were chosen, with the monotonic ns at which they were last seen not up
/// @param changes how many there were
/// @param history the newest changes, newest first
public record RouteState(
        Optional<Way> chosen,
        Optional<Instant> chosenSince,
        Optional<PeerRole> role,
        boolean lossy,
        Map<Way, Long> betterSince,
        Map<Way, Long> heldDown,
        long changes,
        List<RouteChange> history) {

    /// Before the first decision.
    public static final RouteState START = new RouteState(
            Optional.empty(), Optional.empty(), Optional.empty(), false, Map.of(), Map.of(), 0, List.of());

    public RouteState {
        betterSince = Map.copyOf(betterSince);
        heldDown = Map.copyOf(heldDown);
        history = List.copyOf(history);
    }

    RouteState changed(RouteChange change, Map<Way, Long> held, long historyMax) {
        List<RouteChange> newest = new ArrayList<>(history);
        newest.addFirst(change);
        return new RouteState(
                change.to(), Optional.of(change.at()), role, lossy, Map.of(), held, changes + 1, newest.subList(0, (int)
                        Math.min(newest.size(), historyMax)));
    }

    RouteState kept(Map<Way, Long> better) {
        return new RouteState(chosen, chosenSince, role, lossy, better, heldDown, changes, history);
    }

    RouteState seen(Optional<PeerRole> roleNow, boolean lossyNow, Map<Way, Long> heldNow) {
        return new RouteState(chosen, chosenSince, roleNow, lossyNow, betterSince, heldNow, changes, history);
    }
}
