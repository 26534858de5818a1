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
    /// Requests to participants may come twice, and long after they were given up.
    private static final NetworkShape LATE =
            new NetworkShape(Duration.ofMillis(1), Duration.ofSeconds(6), 0.2, 0.2, 0.8);
    /// Without a change of owners after it: what was left undriven is not healed by the next owner.
    private static final Duration LAST = Duration.ofSeconds(4);

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
        sim.after(time.plus(LAST), "last", () -> world.coordinators().forEach(each -> store(each, LAST)));
    }

    private void fault() {
        NodeId one =
                world.coordinators().get(random.nextInt(world.coordinators().size()));
        Duration time = Duration.ofMillis(random.nextInt(100, 14_000));
        switch (random.nextInt(11)) {
            case 0 -> pause(one, time);
            case 1 -> pause(one, time.dividedBy(4));
            case 2 -> kill(one, time.dividedBy(2));
            case 3 -> leave(one, time.dividedBy(2));
            case 4 -> cut(one, world.storeId(), time);
            case 5 -> cut(world.storeId(), one, time);
            case 6 -> cut(one, world.shopId(), time);
            case 7 -> store(one, time);
            case 8 -> shop(one, time);
            case 9 -> {
                world.coordinators().forEach(each -> shop(each, time));
                pause(one, time.dividedBy(2));
            }
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

    private void store(NodeId one, Duration time) {
        world.shape(one, world.storeId(), AWFUL);
        sim.after(time, "usual line " + one, () -> world.usualStore(one));
    }

    private void shop(NodeId one, Duration time) {
        world.shape(one, world.shopId(), LATE);
        sim.after(time, "usual line " + one, () -> world.shape(one, world.shopId(), World.TO_SHOP));
    }

    private void outage(Duration time) {
        for (NodeId each : world.coordinators()) {
            cut(each, world.storeId(), time);
        }
    }
}
