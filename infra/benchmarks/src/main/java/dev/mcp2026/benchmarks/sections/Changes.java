package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.cell.CellPair;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.measure.Visibility;
import dev.mcp2026.proto.registry.v1.Registration;

/// Changes of existing instances, in turn. There are so many of them that one is not changed again while its last
/// change is on its way: the registry would rightly send the later one only.
final class Changes {
    private static final int INSTANCES = 200;
    private static final int WARM_UP = 2_000;
    private static final double WARM_UP_RATE = 400;

    private Changes() {}

    static Registration next(String service, int number) {
        return Registrations.leased(service, "i-" + number % INSTANCES, number);
    }

    static void warmUp(Bench bench, CellPair pair) throws Exception {
        bench.say("  warming up");
        Visibility.measure(
                pair.across(),
                "warm",
                WARM_UP,
                new Pace.PerSecond(WARM_UP_RATE),
                i -> Registrations.leased("warm", "i-" + i, i));
    }
}
