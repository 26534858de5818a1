package dev.mcp2026.registry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.testkit.sim.ClockShape;
import dev.mcp2026.testkit.sim.NetworkShape;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.RandomFaults;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.testkit.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Three cells under loss, duplication, reordering, partitions, crashes and clocks that jump:
/// whatever happens, no
/// replica goes back, and once it is quiet all are equal record by record.
class ReplicationSimulationTest {
    private static final Duration STORM = Duration.ofSeconds(40);
    private static final NetworkShape WAN =
            new NetworkShape(Duration.ofMillis(20), Duration.ofMillis(60), 0.01, 0.01, 0.2);

    static LongStream seeds() {
        return Seeds.fixed(25);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cellsConvergeAfterPartitionsCrashesAndClockJumps(long seed) {
        Simulation sim = new Simulation(seed);
        sim.network(WAN);
        List<NodeId> all = List.of(new NodeId("c1"), new NodeId("c2"), new NodeId("c3"));
        for (NodeId node : all) {
            ClockShape clock = new ClockShape(
                    Duration.ofMillis(sim.random().nextInt(-150, 150)),
                    sim.random().nextInt(-50, 50));
            sim.add(
                    node.toString(),
                    clock,
                    context -> new SimCell(context, all, settings(), (a, b) -> reach(sim, a, b)));
        }
        for (int i = 0; i < 200; i++) {
            NodeId writer = all.get(sim.random().nextInt(all.size()));
            Duration at = Duration.ofMillis(sim.random().nextInt((int) STORM.toMillis()));
            sim.at(
                    at,
                    "operate " + writer,
                    () -> sim.node(writer).ifPresent(node -> ((SimCell) node).operate(sim.random())));
        }
        all.forEach(node -> sim.invariant("one stamp at " + node + " means one value", () -> oneValue(sim, node)));
        Map<NodeId, Watermarks> seen = new HashMap<>();
        all.forEach(node -> sim.invariant(
                "no record at " + node + " goes back while it runs",
                () -> seen.computeIfAbsent(node, n -> new Watermarks()).check(sim, node)));
        new RandomFaults(Duration.ofSeconds(2), Duration.ofMillis(150), true).disturb(sim, STORM);

        sim.runFor(STORM.plusMillis(1));
        sim.network(NetworkShape.CALM);
        try {
            sim.runUntil("equal catalogues", Duration.ofSeconds(60), () -> equal(sim, all));
        } catch (AssertionError e) {
            throw new AssertionError(
                    all.stream()
                            .map(n -> n + " " + content(sim, n, all))
                            .toList()
                            .toString()
                            .replace("], cell", "],\n cell"),
                    e);
        }
        sim.runFor(Duration.ofSeconds(5));
        assertThat(equal(sim, all)).isTrue();
        for (NodeId node : all) {
            for (NodeId other : all) {
                assertThat(catalogue(sim, node).staleSince(SimCell.cell(other)))
                        .as("%s hears %s", node, other)
                        .isNull();
            }
        }
    }

    /// Two cells that lost a third must not vouch for each other, and the loss must not shake what they have of each
    /// other: their own records stay fresh throughout.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDeadCellIsStaleAtAllOthersAndNobodyElseIs(long seed) {
        Simulation sim = new Simulation(seed);
        sim.network(NetworkShape.CALM);
        List<NodeId> all = List.of(new NodeId("c1"), new NodeId("c2"), new NodeId("c3"));
        for (NodeId node : all) {
            sim.add(
                    node.toString(),
                    new ClockShape(Duration.ZERO, 0),
                    context -> new SimCell(context, all, settings(), (a, b) -> reach(sim, a, b)));
            sim.at(
                    Duration.ofMillis(100),
                    "fill " + node,
                    () -> sim.node(node).ifPresent(cell -> ((SimCell) cell).fill(20)));
        }
        NodeId dead = all.get(2);
        List<NodeId> left = all.subList(0, 2);
        sim.runFor(Duration.ofMillis(200));
        sim.runUntil("equal catalogues", Duration.ofSeconds(20), () -> equal(sim, all));
        sim.invariant(
                "those left stay fresh",
                () -> left.stream()
                        .filter(node -> left.stream().anyMatch(other -> stale(sim, node, other)))
                        .map(node -> node + " calls a live cell stale")
                        .findFirst());
        sim.crash(dead);
        sim.runUntil(
                "the dead cell is stale",
                Duration.ofSeconds(8),
                () -> left.stream().allMatch(node -> stale(sim, node, dead)));
        sim.runFor(Duration.ofSeconds(20));
        assertThat(left).allMatch(node -> stale(sim, node, dead));
        sim.restart(dead);
        sim.runUntil(
                "it is fresh again",
                Duration.ofSeconds(20),
                () -> left.stream().noneMatch(node -> stale(sim, node, dead)));
        sim.runUntil("it has its records back", Duration.ofSeconds(20), () -> equal(sim, all));
    }

    private static boolean stale(Simulation sim, NodeId at, NodeId owner) {
        return !at.equals(owner) && catalogue(sim, at).staleSince(SimCell.cell(owner)) != null;
    }

    private static ReplicationSettings settings() {
        ReplicationSettings d = ReplicationSettings.defaults();
        return new ReplicationSettings(
                d.pingInterval(),
                d.silentAfter(),
                d.answerWithin(),
                d.backoffMin(),
                d.backoffMax(),
                d.redundancy(),
                d.redundancyAboveRtt(),
                Duration.ofSeconds(7),
                1.0);
    }

    private static Optional<Catalogue> reach(Simulation sim, NodeId from, NodeId to) {
        if (sim.isCut(from, to) || sim.isCut(to, from)) {
            return Optional.empty();
        }
        return sim.node(to).map(SimCell.class::cast).filter(SimCell::settled).map(SimCell::catalogue);
    }

    private static Catalogue catalogue(Simulation sim, NodeId node) {
        return ((SimCell) sim.node(node).orElseThrow()).catalogue();
    }

    /// The highest stamps seen of each record in one life of one node.
    private static final class Watermarks {
        private Object life = new Object();
        private final Map<InstanceKey, HlcTimestamp> registrations = new HashMap<>();

        Optional<String> check(Simulation sim, NodeId node) {
            Object current = sim.node(node).orElse(null);
            if (current != life) {
                life = current == null ? new Object() : current;
                registrations.clear();
            }
            if (current == null) {
                return Optional.empty();
            }
            Catalogue catalogue = ((SimCell) current).catalogue();
            for (var changed : catalogue
                    .changesAfter(lastRevision(catalogue), Integer.MAX_VALUE)
                    .entries()) {
                boolean forgotten = changed.registrationStamp().equals(HlcTimestamp.ZERO);
                HlcTimestamp before = registrations.put(changed.key(), changed.registrationStamp());
                if (!forgotten && before != null && before.isAfter(changed.registrationStamp())) {
                    return Optional.of(changed.key() + " went from " + before + " to " + changed.registrationStamp());
                }
            }
            return Optional.empty();
        }

        private static long lastRevision(Catalogue catalogue) {
            return Math.max(0, catalogue.revision() - 4);
        }
    }

    /// Two registrations of one record with one stamp must be the same one: there is one writer.
    private static Optional<String> oneValue(Simulation sim, NodeId node) {
        if (sim.node(node).isEmpty()) {
            return Optional.empty();
        }
        Catalogue mine = catalogue(sim, node);
        for (Entry entry :
                mine.changesAfter(Math.max(0, mine.revision() - 2), 2).entries()) {
            for (NodeId other : sim.nodes()) {
                Entry theirs =
                        sim.node(other).isEmpty() ? null : catalogue(sim, other).get(entry.key());
                if (theirs != null
                        && theirs.registrationStamp().equals(entry.registrationStamp())
                        && !theirs.deleted()
                        && !entry.deleted()
                        && !theirs.registration().equals(entry.registration())) {
                    return Optional.of(entry.key() + " differs from " + other + " under one stamp");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean equal(Simulation sim, List<NodeId> all) {
        List<Map<String, String>> contents = new ArrayList<>();
        for (NodeId node : all) {
            if (sim.node(node).isEmpty()) {
                return false;
            }
            contents.add(content(sim, node, all));
        }
        return contents.stream().distinct().count() == 1;
    }

    private static Map<String, String> content(Simulation sim, NodeId node, List<NodeId> all) {
        Map<String, String> content = new TreeMap<>();
        for (NodeId origin : all) {
            catalogue(sim, node)
                    .ofOrigin(SimCell.cell(origin))
                    .filter(entry -> !entry.deleted())
                    .forEach(entry -> content.put(
                            entry.key().toString(),
                            entry.registrationStamp() + " " + entry.registration() + " " + entry.verdictStamp() + " "
                                    + entry.verdict()));
        }
        return content;
    }
}
