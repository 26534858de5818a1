package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.mesh.load.Order;
import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import dev.mcp2026.benchmarks.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same load over both transports.
record Pair(Sample http3, Sample http2) {
    static final String PEER = "quarkus-grpc HTTP/2 (VertxServer)";
    static final String MILLIS = "ms";
    private static final double P50 = 50;
    private static final double P99 = 99;

    /// One transport after the other, again and again, so that whatever disturbs the machine disturbs both.
    static Pair interleaved(LoadClient client, Order.Kind kind, int callers, int bytes, long millis, int rounds)
            throws IOException {
        Pair pair = new Pair(new Sample(), new Sample());
        for (int i = 0; i < rounds; i++) {
            pair.http2.add(client.carryOut(new Order(kind, Transport.HTTP2, callers, bytes, millis)));
            pair.http3.add(client.carryOut(new Order(kind, Transport.HTTP3, callers, bytes, millis)));
        }
        return pair;
    }

    /// Both over the same path in the same seconds.
    static Pair together(LoadClient client, Order.Kind kind, int callers, int bytes, long millis) throws Exception {
        Pair pair = new Pair(new Sample(), new Sample());
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> ours =
                    both.submit(() -> client.carryOut(new Order(kind, Transport.HTTP3, callers, bytes, millis)));
            Future<Outcome> peer =
                    both.submit(() -> client.carryOut(new Order(kind, Transport.HTTP2, callers, bytes, millis)));
            pair.http3.add(ours.get());
            pair.http2.add(peer.get());
        }
        return pair;
    }

    Row p50(String metric) {
        return Row.of(metric + ", p50", MILLIS, http3.millis(P50)).against(PEER, http2.millis(P50));
    }

    Row p99(String metric) {
        return Row.of(metric + ", p99", MILLIS, http3.millis(P99)).against(PEER, http2.millis(P99));
    }

    Row throughput(String metric) {
        return Row.of(metric + ", calls", "1/s", http3.callsPerSecond()).against(PEER, http2.callsPerSecond());
    }

    /// A row for each side that had failures; none if all went well.
    List<Row> failures(String metric) {
        List<Row> rows = new ArrayList<>();
        if (http3.failed() > 0) {
            rows.add(Row.of(metric + ": FAILED " + http3.ends(), "calls", (double) http3.failed())
                    .atMost(0, "0"));
        }
        if (http2.failed() > 0) {
            rows.add(Row.of(metric + ": HTTP/2 FAILED " + http2.ends(), "calls", null)
                    .against(PEER, (double) http2.failed()));
        }
        return rows;
    }
}
