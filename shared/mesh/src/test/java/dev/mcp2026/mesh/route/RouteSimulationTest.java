package dev.mcp2026.mesh.route;

import static dev.mcp2026.mesh.route.Measured.NOW;
import static dev.mcp2026.mesh.route.Measured.OTHER_RELAY;
import static dev.mcp2026.mesh.route.Measured.PEER;
import static dev.mcp2026.mesh.route.Measured.RELAY;
import static dev.mcp2026.mesh.route.Measured.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RouteChange.Cause;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.testkit.sim.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Measurements wander at random, paths come and go, relays fall silent; the promises of the decider hold throughout.
class RouteSimulationTest {
    private static final List<CellId> CELLS = List.of(SELF, PEER, RELAY, OTHER_RELAY, new CellId("cell5"));
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration ROUGH = Duration.ofMinutes(10);

    private final RouteRules rules = RouteRules.DEFAULT;
    private final RouteDecider decider = new RouteDecider(rules);
    private final Map<PathKey, PathMeasurement> own = new HashMap<>();
    private final Map<CellId, RelayReport> reports = new HashMap<>();
    private RouteState state = RouteState.START;
    private Optional<RouteDecision> last = Optional.empty();
    private long nanos;
    private long lastVoluntary;
    private boolean steady;

    static LongStream seeds() {
        return Seeds.fixed(20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsItsPromisesWhateverIsMeasured(long seed) {
        Simulation sim = new Simulation(seed);
        sim.invariant("no flapping: one unforced change per dwell", this::flapping);
        sim.invariant("never a DOWN way while another is UP", this::deadChoice);
        sim.invariant("never through the peer, this cell or a relay's relay", this::loop);
        sim.invariant(
                "history is bounded",
                () -> state.history().size() > rules.history().max()
                        ? Optional.of(state.history().size() + " changes")
                        : Optional.empty());
        RandomGenerator random = sim.random();
        for (Duration at = Duration.ZERO; at.compareTo(ROUGH) < 0; at = at.plus(TICK)) {
            sim.at(at, "tick", () -> tick(sim, random));
        }
        sim.runFor(ROUGH);

        steady = true;
        Duration settled =
                rules.dwell().plus(rules.holdDown()).plus(rules.dwell()).plus(TICK);
        for (Duration at = ROUGH; at.compareTo(ROUGH.plus(settled)) < 0; at = at.plus(TICK)) {
            sim.at(at, "steady tick", () -> tick(sim, random));
        }
        sim.runFor(settled.plusSeconds(1));
        assertThat(regret()).as("how far from the best: " + last).isEmpty();
    }

    private void tick(Simulation sim, RandomGenerator random) {
        nanos = sim.elapsed().toNanos();
        if (!steady) {
            wander(random);
        } else {
            reports.replaceAll((relay, report) -> new RelayReport(relay, nanos, report.direct()));
        }
        KnownPaths paths = new KnownPaths(SELF, PEER, own, List.copyOf(reports.values()));
        RouteDecision decision = decider.decide(state, paths, nanos, NOW.plusNanos(nanos));
        assertThat(decision).isEqualTo(decider.decide(state, paths, nanos, NOW.plusNanos(nanos)));
        last = Optional.of(decision);
        state = decision.state();
    }

    private void wander(RandomGenerator random) {
        for (CellId cell : CELLS) {
            if (cell.equals(SELF)) {
                continue;
            }
            for (Way way : List.of(Way.DIRECT_HTTP3, Way.DIRECT_HTTP2)) {
                own.compute(new PathKey(cell, way), (key, before) -> next(before, random));
            }
            if (random.nextInt(100) < 80) {
                Map<CellId, PathMeasurement> table = new HashMap<>();
                RelayReport before = reports.get(cell);
                for (CellId to : CELLS) {
                    table.put(to, next(before == null ? null : before.direct().get(to), random));
                }
                reports.put(cell, new RelayReport(cell, nanos, table));
            } else if (random.nextInt(100) < 2) {
                reports.remove(cell);
            }
        }
        PathKey tunnel = new PathKey(PEER, Way.relayed(CELLS.get(random.nextInt(CELLS.size()))));
        if (random.nextInt(10) == 0) {
            own.compute(tunnel, (key, before) -> next(before, random));
        } else if (random.nextInt(20) == 0) {
            own.remove(tunnel);
        }
    }

    /// Mostly a step of a walk, sometimes an outage, sometimes a jump.
    private static PathMeasurement next(PathMeasurement before, RandomGenerator random) {
        if (before == null || random.nextInt(400) == 0) {
            PathState state = random.nextInt(5) == 0 ? PathState.UNKNOWN : PathState.UP;
            double loss = random.nextInt(3) == 0 ? random.nextDouble(0.1) : 0;
            return Measured.path(state, random.nextDouble(0.2, 120), random.nextDouble(3), loss);
        }
        if (before.state() != PathState.UP) {
            return random.nextInt(40) == 0 ? Measured.path(PathState.UP, 20, 1, 0.01) : before;
        }
        if (random.nextInt(300) == 0) {
            return Measured.down();
        }
        double rtt = Math.max(0.1, before.srtt().toNanos() / 1e6 * (1 + random.nextGaussian() * 0.03));
        double loss = Math.clamp(before.loss() + random.nextGaussian() * 0.001, 0.0, 0.3);
        return Measured.path(PathState.UP, rtt, random.nextDouble(2), loss);
    }

    private Optional<String> flapping() {
        Optional<RouteChange> change = last.flatMap(RouteDecision::change);
        if (change.isEmpty()) {
            return Optional.empty();
        }
        boolean unforced = change.get().cause() == Cause.BETTER || change.get().cause() == Cause.PREFERRED;
        if (unforced && nanos - lastVoluntary < rules.dwell().toNanos()) {
            return Optional.of(change + " only " + (nanos - lastVoluntary) + " ns after the last");
        }
        // Also a forced change starts the dwell: the new way is given its time.
        lastVoluntary = nanos;
        return Optional.empty();
    }

    private Optional<String> deadChoice() {
        if (last.isEmpty()) {
            return Optional.empty();
        }
        RouteDecision decision = last.get();
        boolean anyUp = decision.candidates().stream().anyMatch(Candidate::isUp);
        boolean chosenUp = decision.candidates().stream()
                .anyMatch(way -> way.isUp()
                        && decision.chosen().filter(way.way()::equals).isPresent());
        boolean chosenDown = decision.candidates().stream()
                .anyMatch(way -> way.is(PathState.DOWN)
                        && decision.chosen().filter(way.way()::equals).isPresent());
        return chosenDown || (anyUp && !chosenUp) ? Optional.of(decision.toString()) : Optional.empty();
    }

    private Optional<String> loop() {
        return last.flatMap(decision -> decision.candidates().stream()
                .filter(way -> way.way()
                        .via()
                        .filter(via -> via.equals(SELF) || via.equals(PEER))
                        .isPresent())
                .map(Candidate::toString)
                .findFirst());
    }

    /// Empty if the choice is within the hysteresis of the best that the role allows.
    private Optional<String> regret() {
        RouteDecision decision = last.orElseThrow();
        List<Candidate> up =
                decision.candidates().stream().filter(Candidate::isUp).toList();
        List<Candidate> allowed = Preference.among(up, state.role(), state.lossy());
        Optional<Candidate> chosen = up.stream()
                .filter(way -> decision.chosen().filter(way.way()::equals).isPresent())
                .findFirst();
        if (up.isEmpty()) {
            return Optional.empty();
        }
        if (chosen.isEmpty() || !allowed.contains(chosen.get())) {
            return Optional.of("not allowed: " + chosen);
        }
        double best = allowed.getFirst().cost();
        return rules.isBetter(best, chosen.get().cost())
                ? Optional.of(chosen.get().cost() + " ms where " + best + " ms is possible")
                : Optional.empty();
    }
}
