package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.cell.CellPair;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.measure.Visibility;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.testkit.wan.LinkShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Change in cell 1 to watch event in cell 2 over a long, lossy path; the same with one subscription instead of two
/// shows what the second one is good for. Both pairs run at the same time, on relays of their own.
public final class Wan implements Section {
    /// 80 ms there and back ± 10 ms, 1 % of packets lost each way.
    static final LinkShape SHAPE =
            LinkShape.ofRoundTrip(Duration.ofMillis(80), Duration.ofMillis(10)).withLoss(0.01);

    private static final double RATE = 20;
    private static final double P99_LIMIT_MS = 117;

    @Override
    public String name() {
        return "wan";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int count = (int) (bench.options().wanRun().toSeconds() * RATE);
        Map<String, String> single = Map.of("mcp.registry.replication.redundancy", "1");
        try (CellPair two = new CellPair(bench, SHAPE, Map.of()).start();
                CellPair one = new CellPair(bench, SHAPE, single).start();
                ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Changes.warmUp(bench, two);
            Changes.warmUp(bench, one);
            bench.say("  " + count + " changes at " + (int) RATE + "/s across 80 ± 10 ms RTT with 1 % loss");
            Future<Visibility.Result> ours = both.submit(() -> measure(two, count));
            Future<Visibility.Result> alone = both.submit(() -> measure(one, count));
            return rows(ours.get(), alone.get(), two.roundTripMillis());
        }
    }

    private static Visibility.Result measure(CellPair pair, int count) throws Exception {
        return Visibility.measure(
                pair.across(), "changes", count, new Pace.PerSecond(RATE), i -> Changes.next("changes", i));
    }

    private static List<Row> rows(Visibility.Result ours, Visibility.Result alone, double rtt) {
        String metric = "change → other cell, 80 ms ± 10, 1 % loss, " + (int) RATE + "/s";
        List<Row> rows = new ArrayList<>(Figures.latency(
                metric,
                ours,
                "one stream",
                alone,
                (row, p) -> Figures.isP99(p) ? row.atMost(P99_LIMIT_MS, "≤ 117 ms") : row));
        rows.add(Row.of("RTT as the cells measured it", Figures.MILLIS, rtt));
        return rows;
    }
}
