package dev.mcp2026.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Disturbs a simulation at random, from its seed: cuts, heals, crashes, restarts, clock jumps. At the end it heals
/// and restarts everything, so that a test can demand that the system recovers.
///
/// @param every mean time between two faults
/// @param maxJump clocks jump by at most this, ahead or back; zero for clocks that stay
/// @param crashes whether nodes crash
public record RandomFaults(Duration every, Duration maxJump, boolean crashes) {
    public RandomFaults {
        if (every.isZero() || every.isNegative() || maxJump.isNegative()) {
            throw new IllegalArgumentException("faults every " + every + " with jumps up to " + maxJump);
        }
    }

    /// Plans faults from now on for `time`, then the recovery.
    public void disturb(Simulation simulation, Duration time) {
        long at = 0;
        RandomGenerator random = simulation.random();
        while (true) {
            at += random.nextLong(2 * every.toNanos()) + 1;
            if (at >= time.toNanos()) {
                break;
            }
            simulation.after(Duration.ofNanos(at), "fault", () -> fault(simulation));
        }
        simulation.after(time, "recovery", () -> {
            simulation.healAll();
            simulation.nodes().forEach(simulation::restart);
        });
    }

    private void fault(Simulation simulation) {
        RandomGenerator random = simulation.random();
        List<NodeId> nodes = simulation.nodes();
        NodeId one = nodes.get(random.nextInt(nodes.size()));
        NodeId other = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(6)) {
            case 0 -> simulation.cut(one, other);
            case 1 ->
                simulation.partition(
                        List.of(one), nodes.stream().filter(n -> !n.equals(one)).toList());
            case 2 -> simulation.healAll();
            case 3 -> {
                if (crashes) {
                    simulation.crash(one);
                }
            }
            case 4 -> simulation.restart(one);
            default -> {
                long most = maxJump.toNanos();
                if (most > 0) {
                    simulation.jumpClock(one, Duration.ofNanos(random.nextLong(-most, most + 1)));
                }
            }
        }
    }
}
