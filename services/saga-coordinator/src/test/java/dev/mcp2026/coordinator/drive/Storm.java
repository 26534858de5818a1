package dev.mcp2026.coordinator.drive;

import dev.mcp2026.testkit.sim.NetworkShape;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.Simulation;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What befalls the coordinators and their lines, at random.
final class Storm {
    private static final int MEAN_MILLIS = 1_200;
    /// Longer than the store's answers are waited for: writes are done after they were given up.
    private static final NetworkShape AWFUL =
            new NetworkShape(Duration.ofMillis(1), Duration.ofMillis(700), 0.03, 0, 0.8);
    private static final NetworkShape USUAL =
            new NetworkShape(Duration.ofMillis(1), Duration.ofMillis(15), 0.005, 0, 0.3);
    /// Requests to participants may come twice.
    private static final NetworkShape TWICE =
            new NetworkShape(Duration.ofMillis(1), Duration.ofMillis(1_500), 0.1, 0.2, 0.8);

    private final World world;
    private final Simulation sim;
    private final RandomGenerator random;

    Storm(World world) {
        this.world = world;
        this.sim = world.sim();
        this.random = sim.random();
    }

    void plan(Duration time) {
        int at = 0;
        while (true) {
            at += random.nextInt(2 * MEAN_MILLIS) + 1;
            if (at >= time.toMillis()) {
                break;
            }
            sim.after(Duration.ofMillis(at), "fault", this::fault);
        }
        sim.after(time, "recovery", world::recover);
    }

    private void fault() {
        NodeId one =
                world.coordinators().get(random.nextInt(world.coordinators().size()));
        Duration time = Duration.ofMillis(random.nextInt(100, 14_000));
        switch (random.nextInt(10)) {
            case 0 -> pause(one, time);
            case 1 -> pause(one, time.dividedBy(4));
            case 2 -> kill(one, time.dividedBy(2));
            case 3 -> leave(one, time.dividedBy(2));
            case 4 -> cut(one, world.storeId(), time);
            case 5 -> cut(world.storeId(), one, time);
            case 6 -> cut(one, world.shopId(), time);
            case 7 -> shape(one, world.storeId(), AWFUL, time);
            case 8 -> shape(one, world.shopId(), TWICE, time);
            default -> outage(time.dividedBy(3));
        }
    }

    private void pause(NodeId one, Duration time) {
        sim.after(
                Duration.ZERO,
                "pause " + one + " for " + time,
                () -> world.coordinator(one).ifPresent(SimCoordinator::pause));
        sim.after(time, "go on " + one, () -> world.coordinator(one).ifPresent(SimCoordinator::goOn));
    }

    private void kill(NodeId one, Duration time) {
        world.kill(one);
        sim.after(time, "start " + one, () -> sim.restart(one));
    }

    private void leave(NodeId one, Duration time) {
        world.coordinator(one)
                .ifPresent(leaving -> leaving.leave(() -> sim.after(Duration.ZERO, "left", () -> {
                    if (world.coordinator(one).filter(now -> now == leaving).isPresent()) {
                        kill(one, time);
                    }
                })));
    }

    private void cut(NodeId from, NodeId to, Duration time) {
        sim.cut(from, to);
        sim.after(time, "heal", () -> sim.heal(from, to));
    }

    private void shape(NodeId one, NodeId other, NetworkShape shape, Duration time) {
        sim.network(one, other, shape);
        sim.network(other, one, shape);
        sim.after(time, "usual line between " + one + " and " + other, () -> {
            sim.network(one, other, USUAL);
            sim.network(other, one, USUAL);
        });
    }

    private void outage(Duration time) {
        for (NodeId each : world.coordinators()) {
            cut(each, world.storeId(), time);
        }
    }
}
