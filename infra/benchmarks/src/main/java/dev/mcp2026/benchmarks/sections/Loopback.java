package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.cell.CellPair;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.measure.Visibility;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.testkit.wan.LinkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Change in cell 1 to watch event in cell 2, with nothing but loopback and the relay's two copies between them.
public final class Loopback implements Section {
    private static final double RATE = 100;
    private static final double MARGIN_MS = 10;

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        try (CellPair pair = new CellPair(bench, LinkShape.PERFECT, Map.of()).start()) {
            Changes.warmUp(bench, pair);
            bench.say("  changes at " + (int) RATE + "/s across loopback");
            Visibility.Result seen = Visibility.measure(
                    pair.across(),
                    "changes",
                    bench.options().samples(),
                    new Pace.PerSecond(RATE),
                    i -> Changes.next("changes", i));
            double rtt = pair.roundTripMillis();
            String metric = "change → other cell, loopback, " + (int) RATE + "/s";
            List<Row> rows = new ArrayList<>();
            rows.add(Row.of(metric + ", p50", Figures.MILLIS, seen.millis(50)).against("RTT", rtt));
            rows.add(Row.of(metric + ", p99", Figures.MILLIS, seen.millis(99))
                    .against("RTT", rtt)
                    .atMost(rtt + MARGIN_MS, "≤ RTT + 10 ms"));
            rows.addAll(Figures.missing(metric, seen));
            return rows;
        }
    }
}
