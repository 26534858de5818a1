package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.measure.Visibility;
import dev.mcp2026.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Rows that several sections have in common.
final class Figures {
    static final String MILLIS = "ms";
    private static final int TEXT_MAX = 60;
    private static final double P50 = 50;
    private static final double P99 = 99;

    private Figures() {}

    /// p50 and p99 of both, and a row that only appears if something got lost, since it then says more than these.
    static List<Row> latency(
            String metric,
            Visibility.Result ours,
            String peerName,
            Visibility.Result peer,
            BiFunction<Row, Double, Row> target) {
        List<Row> rows = new ArrayList<>(percentiles(metric, ours, peerName, peer, target));
        rows.addAll(missing(metric, ours));
        return rows;
    }

    /// p50 and p99 of both.
    static List<Row> percentiles(
            String metric,
            Visibility.Result ours,
            String peerName,
            Visibility.Result peer,
            BiFunction<Row, Double, Row> target) {
        Row p50 = Row.of(metric + ", p50", MILLIS, ours.millis(P50)).against(peerName, peer.millis(P50));
        Row p99 = Row.of(metric + ", p99", MILLIS, ours.millis(P99)).against(peerName, peer.millis(P99));
        return List.of(target.apply(p50, P50), target.apply(p99, P99));
    }

    /// What was answered with an error, and what was not seen; nothing if all went well.
    static List<Row> missing(String metric, Visibility.Result ours) {
        List<Row> rows = new ArrayList<>();
        if (ours.failed() > 0) {
            rows.add(Row.of(metric + ": FAILED (" + shortened(ours.failure()) + ")", "writes", (double) ours.failed())
                    .atMost(0, "0"));
        }
        if (ours.missing() > 0) {
            rows.add(Row.of(metric + ": NOT SEEN", "changes", (double) ours.missing())
                    .atMost(0, "0"));
        }
        return rows;
    }

    private static String shortened(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
    }

    static boolean isP99(double percentile) {
        return percentile == P99;
    }
}
