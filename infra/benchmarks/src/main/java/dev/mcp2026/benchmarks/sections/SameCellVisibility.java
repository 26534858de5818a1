package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.benchmarks.measure.Visibility;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.registry.v1.Registration;
import java.util.ArrayList;
import java.util.List;

/// New registration to watch event in one cell, against put to watch event in etcd: at a low fixed rate, and with 16
/// writes always on their way.
record SameCellVisibility(Bench bench, Subject cell, Subject etcd) {
    private static final String PEER = "etcd put";
    private static final double RATE = 250;
    private static final int PIPELINE = 16;
    private static final int WARM_UP = 8_000;

    /// Makes a registration of (service, instance, number).
    private interface Make {
        Registration of(String service, String instance, int number);
    }

    List<Row> rows() throws Exception {
        Pace low = new Pace.PerSecond(RATE);
        Pace pipelined = new Pace.Outstanding(PIPELINE);
        List<Row> rows = new ArrayList<>();
        warmUp();
        bench.say("  register → visible at " + (int) RATE + "/s, ours and etcd");
        Visibility.Result etcdLow = measure(etcd, "low", low, Registrations::leased);
        rows.addAll(third(
                "register → visible, " + (int) RATE + "/s", measure(cell, "low", low, Registrations::leased), etcdLow));
        bench.say("  register → visible, " + PIPELINE + " outstanding");
        Visibility.Result etcdFast = measure(etcd, "fast", pipelined, Registrations::leased);
        Visibility.Result fast = measure(cell, "fast", pipelined, Registrations::leased);
        rows.addAll(third("register → visible, " + PIPELINE + " outstanding", fast, etcdFast));
        rows.add(throughput("register, " + PIPELINE + " outstanding", fast, etcdFast));
        bench.say("  declared (durable) register → visible");
        Visibility.Result declared = measure(cell, "declared", low, Registrations::declared);
        rows.addAll(Figures.latency(
                "declared register → visible, " + (int) RATE + "/s", declared, PEER, etcdLow, (row, p) -> row));
        Visibility.Result declaredFast = measure(cell, "declared-fast", pipelined, Registrations::declared);
        rows.add(throughput("declared register, " + PIPELINE + " outstanding", declaredFast, etcdFast));
        return rows;
    }

    private void warmUp() throws Exception {
        bench.say("  warming up");
        for (Subject subject : List.of(cell, etcd)) {
            Visibility.measure(
                    subject,
                    "warm",
                    WARM_UP,
                    new Pace.Outstanding(PIPELINE),
                    i -> Registrations.leased("warm", "w-" + i, i));
        }
    }

    private Visibility.Result measure(Subject subject, String service, Pace pace, Make make) throws Exception {
        return Visibility.measure(
                subject, service, bench.options().samples(), pace, i -> make.of(service, "i-" + i, i));
    }

    private static List<Row> third(String metric, Visibility.Result ours, Visibility.Result etcd) {
        return Figures.latency(metric, ours, PEER, etcd, (row, p) -> row.ratioAtMost(1.0 / 3, "≤ 1/3 of etcd"));
    }

    private static Row throughput(String metric, Visibility.Result ours, Visibility.Result etcd) {
        return Row.of(metric, "writes/s", ours.perSecond()).against(PEER, etcd.perSecond());
    }
}
