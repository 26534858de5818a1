package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.benchmarks.mesh.load.Order;
import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One HTTP/3 connection with calls under way all the time, while its path is cut, healed, made lossy, and the
/// client's address changes under it.
final class Soak implements Section {
    private static final long SEED = 3;
    private static final int CALLERS = 16;
    private static final int BYTES = 1_000;
    private static final double LOSS_MAX = 0.05;
    private static final int DELAY_MAX_MS = 40;
    private static final long CUT_MAX_MS = 2_000;
    private static final long CALM_MIN_MS = 500;
    private static final long CALM_MAX_MS = 2_000;
    /// More than the longest cut and what QUIC waits after it.
    private static final double STALL_MS = 10_000;

    private static final double GROWTH_MAX_MIB = 64;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        long millis = TimeUnit.SECONDS.toMillis(bench.options().full() ? 60 : 15);
        try (WanBox box = Ends.openBox();
                Ends ends = Ends.in(box, bench);
                ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            bench.say("  warming up");
            ends.client().carryOut(order(millis / 4));
            double before = memory(ends);
            bench.say("  " + millis / 1000 + " s of trouble");
            Future<Outcome> load = beside.submit(() -> ends.client().carryOut(order(millis)));
            int faults = disturb(box, load, millis);
            Outcome outcome = load.get();
            return rows(millis / 1000, faults, outcome, memory(ends) - before);
        }
    }

    private static Order order(long millis) {
        return new Order(Order.Kind.UNARY, Transport.HTTP3, CALLERS, BYTES, millis);
    }

    private static double memory(Ends ends) {
        return ends.processIds().stream().mapToDouble(ResidentMemory::of).sum();
    }

    /// @return faults made
    private static int disturb(WanBox box, Future<Outcome> load, long millis) {
        Random random = new Random(SEED);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int faults = 0;
        while (System.nanoTime() < end && !load.isDone()) {
            faults++;
            switch (random.nextInt(3)) {
                case 0 -> {
                    box.cutBetween(Ends.CLIENT, Ends.SERVER);
                    pause(random.nextLong(1, CUT_MAX_MS));
                    box.healBetween(Ends.CLIENT, Ends.SERVER);
                }
                case 1 ->
                    box.shape(LinkShape.delayed(Duration.ofMillis(random.nextInt(DELAY_MAX_MS)))
                            .withLoss(random.nextDouble(LOSS_MAX)));
                default -> box.node(Ends.CLIENT).move();
            }
            pause(random.nextLong(CALM_MIN_MS, CALM_MAX_MS));
        }
        return faults;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static List<Row> rows(long seconds, int faults, Outcome outcome, double growth) {
        String metric = "soak of " + seconds + " s, " + faults + " cuts, losses and changes of address";
        double longest = outcome.histogram().getMaxValue() / 1e3;
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(metric + ": calls that ended well", "calls", (double) outcome.succeeded()));
        rows.add(Row.of(
                metric + ": calls that ended with an error " + outcome.ends(), "calls", (double) outcome.failed()));
        rows.add(Row.of(metric + ": calls that never ended", "calls", (double) outcome.neverEnded())
                .atMost(0, "0"));
        rows.add(Row.of(metric + ": calls stalled to their deadline", "calls", (double) outcome.timedOut())
                .atMost(0, "0"));
        rows.add(Row.of(metric + ": longest call that ended well", Pair.MILLIS, longest)
                .atMost(STALL_MS, "≤ 10 s"));
        rows.add(
                Row.of(metric + ": memory grown, both processes", "MiB", growth).atMost(GROWTH_MAX_MIB, "≤ 64 MiB"));
        return rows;
    }
}
