package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.cell.CellPair;
import dev.mcp2026.benchmarks.cell.RegistryCell;
import dev.mcp2026.benchmarks.measure.Loading;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.measure.Visibility;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.wan.LinkShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Bytes on the wire from cell 1 to cell 2: all records once, then the changes of one in a hundred. Changes come at a
/// steady rate, each in a message of its own, which costs more than one batch would. Pings and TLS are counted.
public final class Churn implements Section {
    private static final int ONE_IN = 100;
    private static final double RATE = 200;
    private static final double SHARE_LIMIT = 0.05;
    private static final double KIB = 1024;
    private static final String CHANGED = "changed";
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(180);

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int instances = bench.options().churned();
        int changed = instances / ONE_IN;
        try (CellPair pair = new CellPair(bench, LinkShape.PERFECT, Map.of())) {
            RegistryCell first = pair.startFirst();
            bench.say("  loading " + instances + " instances into cell1");
            Loading.load(first.client(), instances, i -> before(i, instances), bench::say);
            bench.say("  cell2 joins, empty");
            long start = System.nanoTime();
            RegistryCell second = pair.startSecond();
            Await.until(
                    "all records in cell2",
                    JOIN_LIMIT,
                    () -> second.client().cell("cell1").getInstances() == instances);
            double joined = (System.nanoTime() - start) / 1e6;
            long snapshot = pair.bytesFromFirst();
            bench.say("  changing " + changed + " of them");
            Visibility.Result seen = Visibility.measure(
                    pair.across(), CHANGED, changed, new Pace.PerSecond(RATE), i -> after(i, instances));
            return rows(instances, joined, snapshot, pair.bytesFromFirst() - snapshot, seen);
        }
    }

    private static Registration before(int i, int instances) {
        // A number that no change has, so that the watch's snapshot is not taken for one.
        return i < instances / ONE_IN
                ? Registrations.leased(CHANGED, "c-" + i, i + instances)
                : Registrations.loaded(i);
    }

    /// The same but for one label.
    private static Registration after(int i, int instances) {
        return Registrations.renumbered(before(i, instances), i);
    }

    private static List<Row> rows(int instances, double joined, long snapshot, long churn, Visibility.Result seen) {
        String metric = "bytes for 1 % churn of " + instances;
        List<Row> rows = new ArrayList<>();
        rows.add(Row.of(metric + ", " + (int) RATE + "/s", "KiB", churn / KIB)
                .against("full snapshot", snapshot / KIB)
                .ratioAtMost(SHARE_LIMIT, "≤ 5 %"));
        rows.add(Row.of("bytes a record in the snapshot", "B", (double) snapshot / instances));
        rows.add(Row.of("empty cell starts and holds " + instances, Figures.MILLIS, joined));
        rows.addAll(Figures.missing(metric, seen));
        return rows;
    }
}
