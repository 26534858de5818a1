package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.mesh.load.CallsOfMember;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Calls under way all the time, while the direct path to the cell that they go to is cut again and again: how long
/// until they go round through a third cell, and what gets lost.
final class Reroute implements Section {
    private static final Duration DELAY = Duration.ofMillis(10);
    private static final double FLOWING_LIMIT_MS = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final long SEED = 3;
    /// Until calls have moved to the direct path; and cuts come at any time between two probes.
    private static final long CALM_MIN_MS = 1_500;

    private static final long CALM_MAX_MS = 2_000;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "reroute";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int cuts = bench.options().full() ? 20 : 3;
        Random random = new Random(SEED);
        try (WanBox box = Members.openBox()) {
            box.shape(LinkShape.delayed(DELAY));
            try (Members members = Members.in(box, bench)) {
                members.ask(CallsOfMember.START);
                bench.say("  warming up");
                LockSupport.parkNanos(WARM_UP.toNanos());
                Await.until("the route is direct", PATIENCE, members::isDirect);
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < cuts; i++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(CALM_MIN_MS, CALM_MAX_MS)));
                    millis.add(cut(box, members));
                    bench.say("  calls flow again after %.0f ms, %s"
                            .formatted(
                                    millis.getLast(),
                                    members.ask(CallsOfMember.LOOK).way()));
                    heal(box, members);
                }
                CallsOfMember calls = members.ask(CallsOfMember.STOP);
                calls.lost().forEach(call -> bench.say("  lost " + call));
                return rows(millis, calls);
            }
        }
    }

    private static double cut(WanBox box, Members members) throws IOException {
        box.cutBetween(Members.CALLER, Members.CALLED);
        return awaitFlowing(members, System.nanoTime());
    }

    private static double awaitFlowing(Members members, long since) throws IOException {
        String question = Long.toString(since);
        return Await.value("calls flow", PATIENCE, () -> members.ask(question), CallsOfMember::flowing)
                        .flowingAfterNanos()
                / NANOS_PER_MILLI;
    }

    private static void heal(WanBox box, Members members) {
        box.healBetween(Members.CALLER, Members.CALLED);
        Await.until("the route is direct again", PATIENCE, members::isDirect);
    }

    private static List<Row> rows(List<Double> millis, CallsOfMember calls) {
        List<Double> sorted = millis.stream().sorted().toList();
        String metric = "direct path cut: calls flow again after, ";
        return List.of(
                Row.of(metric + "p50", Pair.MILLIS, sorted.get(sorted.size() / 2)),
                Row.of(metric + "max of " + sorted.size(), Pair.MILLIS, sorted.getLast())
                        .atMost(FLOWING_LIMIT_MS, "≤ 3 s"),
                Row.of("idempotent calls lost of " + calls.all(), "calls", (double) calls.failed())
                        .atMost(0, "0"));
    }
}
