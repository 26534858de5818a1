package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.PeerRole;
import dev.mcp2026.mesh.path.Way;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings what is remembered of a peer up to date with what is measured now: its role, whether the direct path is
/// lossy, and which ways are held down.
final class Observation {
    private Observation() {}

    static RouteState observe(RouteRules rules, RouteState state, List<Candidate> all, long nanos) {
        List<Candidate> direct =
                all.stream().filter(way -> way.isUp() && !way.way().isRelayed()).toList();
        return state.seen(
                role(rules, state, direct), lossy(rules, state, direct), stillHeldDown(rules, state, all, nanos));
    }

    /// Those that can be taken: up and not held down; held down where nothing else is up; not measured yet where
    /// nothing is up at all, and then only direct ways and the one that is in use.
    static List<Candidate> usable(RouteState state, List<Candidate> all) {
        List<Candidate> up = all.stream().filter(Candidate::isUp).toList();
        List<Candidate> free = up.stream()
                .filter(way -> !state.heldDown().containsKey(way.way()))
                .toList();
        if (!free.isEmpty() || !up.isEmpty()) {
            return free.isEmpty() ? up : free;
        }
        return all.stream()
                .filter(way -> way.is(PathState.UNKNOWN))
                .filter(way -> !way.way().isRelayed()
                        || state.chosen().filter(way.way()::equals).isPresent())
                .toList();
    }

    /// Says of ways that are held down for how long they still are.
    static List<Candidate> withHoldDown(RouteRules rules, RouteState state, List<Candidate> all, long nanos) {
        return all.stream()
                .map(way -> {
                    Long lastDown = state.heldDown().get(way.way());
                    if (lastDown == null || !way.isUp()) {
                        return way;
                    }
                    Duration left = rules.holdDown().minusNanos(nanos - lastDown);
                    return new Candidate(
                            way.way(),
                            way.measurement(),
                            way.costMs(),
                            way.verdict() + ", held down for another " + Words.seconds(left) + " as it died in use");
                })
                .toList();
    }

    private static Optional<PeerRole> role(RouteRules rules, RouteState state, List<Candidate> direct) {
        return direct.stream()
                .flatMap(way -> way.measurement().stream())
                .map(PathMeasurement::srtt)
                .min(Duration::compareTo)
                .map(rtt -> rules.roles().of(rtt, state.role()))
                .or(state::role);
    }

    private static boolean lossy(RouteRules rules, RouteState state, List<Candidate> direct) {
        double from = state.lossy() ? rules.lossyUntil() : rules.lossyFrom();
        return direct.stream()
                .flatMap(way -> way.measurement().stream())
                .mapToDouble(PathMeasurement::loss)
                // Of both transports, as probes over TCP are never lost.
                .max()
                .stream()
                .mapToObj(loss -> loss >= from)
                .findFirst()
                .orElse(state.lossy());
    }

    private static Map<Way, Long> stillHeldDown(RouteRules rules, RouteState state, List<Candidate> all, long nanos) {
        Map<Way, Long> held = new HashMap<>();
        state.heldDown().forEach((way, lastDown) -> {
            boolean up = all.stream().anyMatch(candidate -> candidate.way().equals(way) && candidate.isUp());
            long last = up ? lastDown : nanos;
            if (nanos - last < rules.holdDown().toNanos()) {
                held.put(way, last);
            }
        });
        return held;
    }
}
