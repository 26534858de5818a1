package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.mesh.load.Order.Kind;
import dev.mcp2026.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Unary calls and streams on one connection, with nothing but loopback between the ends: what the transports cost.
final class LoopbackCalls implements Section {
    /// Callers, and the share of HTTP/2's calls per second that is aimed at.
    private static final Map<Integer, Double> TARGETS = new TreeMap<>(Map.of(1, 0.9, 16, 0.8, 64, 0.6));

    private static final int SMALL = 100;
    private static final int LARGE = 64 << 10;
    private static final long WARM_UP_MILLIS = 1_500;

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        int rounds = bench.options().full() ? 10 : 3;
        long millis = bench.options().full() ? 2_000 : 500;
        try (Ends ends = Ends.onLoopback(bench)) {
            bench.say("  warming up");
            for (int bytes : List.of(SMALL, LARGE)) {
                for (int callers : TARGETS.keySet()) {
                    Pair.interleaved(ends.client(), Kind.UNARY, callers, bytes, WARM_UP_MILLIS, 1);
                }
            }
            for (int bytes : List.of(SMALL, LARGE)) {
                for (int callers : TARGETS.keySet()) {
                    String metric = (bytes == SMALL ? "100 B, " : "64 KiB, ")
                            + callers
                            + (callers == 1 ? " caller" : " callers");
                    bench.say("  " + metric);
                    Pair pair = Pair.interleaved(ends.client(), Kind.UNARY, callers, bytes, millis, rounds);
                    rows.addAll(calls("loopback, " + metric, pair, Objects.requireNonNull(TARGETS.get(callers))));
                }
            }
            rows.addAll(streams(bench, ends, millis, rounds));
        }
        return rows;
    }

    private static List<Row> calls(String metric, Pair pair, double target) {
        List<Row> rows = new ArrayList<>();
        rows.add(pair.throughput(metric).ratioAtLeast(target, "≥ " + target + "× HTTP/2"));
        rows.add(pair.p50(metric));
        rows.add(pair.p99(metric));
        rows.add(Row.of(metric + ", CPU of the client", "µs/call", pair.http3().cpuMicrosPerCall())
                .against(Pair.PEER, pair.http2().cpuMicrosPerCall()));
        rows.addAll(pair.failures(metric));
        return rows;
    }

    private static List<Row> streams(Bench bench, Ends ends, long millis, int rounds) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : List.of(Kind.UPLOAD, Kind.DOWNLOAD)) {
            bench.say("  " + kind);
            Pair.interleaved(ends.client(), kind, 1, LARGE, WARM_UP_MILLIS, 1);
            Pair pair = Pair.interleaved(ends.client(), kind, 1, LARGE, millis, rounds);
            String metric = "loopback, one stream " + (kind == Kind.UPLOAD ? "to" : "from") + " the server";
            rows.add(Row.of(metric, "MB/s", pair.http3().megabytesPerSecond())
                    .against(Pair.PEER, pair.http2().megabytesPerSecond()));
            rows.addAll(pair.failures(metric));
        }
        return rows;
    }
}
