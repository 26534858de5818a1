package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.mesh.load.Order.Kind;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From the call to its reply on a connection that has to be made first.
final class Handshakes implements Section {
    private static final Duration ROUND_TRIP = Duration.ofMillis(40);
    private static final double FULL_LIMIT_MS = 110;
    private static final double EARLY_LIMIT_MS = 65;
    private static final int BYTES = 100;
    private static final int WARM_UP = 15;

    @Override
    public String name() {
        return "handshake";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int connections = bench.options().full() ? 15 : 4;
        int rounds = bench.options().full() ? 6 : 2;
        try (WanBox box = Ends.openBox();
                Ends ends = Ends.in(box, bench)) {
            bench.say("  warming up");
            measure(ends, Kind.FIRST_REPLY, WARM_UP, 1);
            measure(ends, Kind.FIRST_REPLY_AGAIN, WARM_UP, 1);
            box.shape(LinkShape.ofRoundTrip(ROUND_TRIP, Duration.ZERO));
            bench.say("  first replies at 40 ms");
            Pair full = measure(ends, Kind.FIRST_REPLY, connections, rounds);
            Pair again = measure(ends, Kind.FIRST_REPLY_AGAIN, connections, rounds);
            List<Row> rows = new ArrayList<>();
            String first = "first reply at 40 ms RTT, full handshake";
            rows.add(full.p50(first).atMost(FULL_LIMIT_MS, "≤ 110 ms"));
            rows.add(full.p99(first));
            rows.addAll(full.failures(first));
            String second = "first reply at 40 ms RTT, known server (0-RTT)";
            rows.add(again.p50(second).atMost(EARLY_LIMIT_MS, "≤ 65 ms"));
            rows.add(again.p99(second));
            rows.addAll(again.failures(second));
            return rows;
        }
    }

    private static Pair measure(Ends ends, Kind kind, int connections, int rounds) throws Exception {
        return Pair.interleaved(ends.client(), kind, connections, BYTES, 0, rounds);
    }
}
