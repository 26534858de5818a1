package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.mesh.load.Order;
import dev.mcp2026.benchmarks.mesh.load.Order.Kind;
import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// 16 callers on one connection over long and lossy paths. Loss is of each way. Small messages go over both transports
/// in the same seconds; large ones would compete for the path, and take turns.
final class WanCalls implements Section {
    private static final List<Integer> ROUND_TRIPS_MS = List.of(40, 80);
    private static final List<Double> LOSSES = List.of(0.0, 0.01, 0.02, 0.05);
    private static final double TARGET_LOSS = 0.02;
    private static final double TARGET_SHARE = 0.5;
    /// Within this the two are taken as equally good.
    private static final double CHOICE_MARGIN = 1.05;

    private static final int CALLERS = 16;
    private static final int SMALL = 100;
    private static final int LARGE = 64 << 10;
    private static final long SETTLE_MILLIS = 1_000;

    private final TransportChoice choice;

    WanCalls(TransportChoice choice) {
        this.choice = choice;
    }

    @Override
    public String name() {
        return "wan";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        long millis = bench.options().full() ? 30_000 : 3_000;
        try (WanBox box = Ends.openBox();
                Ends ends = Ends.in(box, bench)) {
            bench.say("  warming up");
            // A path as long as it will be: one that has just become longer is taken for queued, for a while.
            box.shape(shape(ROUND_TRIPS_MS.getFirst(), 0));
            Pair.together(ends.client(), Kind.UNARY, CALLERS, SMALL, 4 * SETTLE_MILLIS);
            for (int rtt : ROUND_TRIPS_MS) {
                for (double loss : LOSSES) {
                    bench.say("  " + rtt + " ms, " + percent(loss) + " loss");
                    box.shape(shape(rtt, loss));
                    Pair.together(ends.client(), Kind.UNARY, CALLERS, SMALL, SETTLE_MILLIS);
                    rows.addAll(small(ends.client(), rtt, loss, millis));
                    if (bench.options().full() || loss == TARGET_LOSS) {
                        rows.addAll(large(ends.client(), rtt, loss, millis));
                    }
                }
            }
        }
        return rows;
    }

    private List<Row> small(LoadClient client, int rtt, double loss, long millis) throws Exception {
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> probes2 = beside.submit(() -> client.carryOut(probe(Transport.HTTP2, millis)));
            Future<Outcome> probes3 = beside.submit(() -> client.carryOut(probe(Transport.HTTP3, millis)));
            Pair pair = Pair.together(client, Kind.UNARY, CALLERS, SMALL, millis);
            String metric = metric(rtt, loss) + "100 B";
            List<Row> rows = new ArrayList<>();
            rows.add(pair.p50(metric));
            rows.add(
                    loss == TARGET_LOSS
                            ? pair.p99(metric).ratioAtMost(TARGET_SHARE, "≤ ½ of HTTP/2")
                            : pair.p99(metric));
            rows.addAll(pair.failures(metric));
            Map<Transport, Outcome> probes = Map.of(Transport.HTTP2, probes2.get(), Transport.HTTP3, probes3.get());
            rows.add(chosen(metric, pair, choice.choose(probes)));
            return rows;
        }
    }

    private static List<Row> large(LoadClient client, int rtt, double loss, long millis) throws IOException {
        Pair.interleaved(client, Kind.UNARY, CALLERS, LARGE, SETTLE_MILLIS, 1);
        Pair pair = Pair.interleaved(client, Kind.UNARY, CALLERS, LARGE, millis, 1);
        String metric = metric(rtt, loss) + "64 KiB";
        List<Row> rows = new ArrayList<>();
        rows.add(pair.p50(metric));
        rows.add(pair.p99(metric));
        rows.add(pair.throughput(metric));
        rows.addAll(pair.failures(metric));
        return rows;
    }

    private static String metric(int rtt, double loss) {
        return "WAN " + rtt + " ms, " + percent(loss) + " loss, " + CALLERS + " streams, ";
    }

    private static LinkShape shape(int rttMillis, double loss) {
        return LinkShape.ofRoundTrip(Duration.ofMillis(rttMillis), Duration.ZERO)
                .withLoss(loss);
    }

    private static Order probe(Transport transport, long millis) {
        return new Order(Kind.PROBE, transport, 1, SMALL, millis);
    }

    private static Row chosen(String metric, Pair pair, Optional<Transport> picked) {
        double http3 = pair.http3().millis(99);
        double http2 = pair.http2().millis(99);
        Double got = picked.map(transport -> transport == Transport.HTTP3 ? http3 : http2)
                .orElse(null);
        String what = metric + ": p99 of the choice, " + picked.map(Enum::name).orElse("none");
        return Row.of(what, Pair.MILLIS, got)
                .against("the better of both", Math.min(http3, http2))
                .ratioAtMost(CHOICE_MARGIN, "the better one");
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
