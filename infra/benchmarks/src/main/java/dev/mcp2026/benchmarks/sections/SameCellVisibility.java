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
///
/// @param etcd in plain text, which the targets are about
/// @param secured the same etcd with mutual TLS, as ours has it: told beside it, without a target
record SameCellVisibility(Bench bench, Subject cell, Subject etcd, Subject secured) {
    private static final String PEER = "etcd put";
    private static final String SECURED_PEER = "etcd put, mTLS";
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
        bench.say("  register → visible at " + (int) RATE + "/s, ours and etcd without and with TLS");
        Visibility.Result etcdLow = measure(etcd, "low", low, Registrations::leased);
        Visibility.Result ours = measure(cell, "low", low, Registrations::leased);
        Visibility.Result securedLow = measure(secured, "low-tls", low, Registrations::leased);
        rows.addAll(both("register → visible, " + (int) RATE + "/s", ours, etcdLow, securedLow));
        bench.say("  register → visible, " + PIPELINE + " outstanding");
        Visibility.Result etcdFast = measure(etcd, "fast", pipelined, Registrations::leased);
        Visibility.Result fast = measure(cell, "fast", pipelined, Registrations::leased);
        Visibility.Result securedFast = measure(secured, "fast-tls", pipelined, Registrations::leased);
        rows.addAll(both("register → visible, " + PIPELINE + " outstanding", fast, etcdFast, securedFast));
        rows.add(throughput("register, " + PIPELINE + " outstanding", fast, PEER, etcdFast));
        rows.add(throughput("register, " + PIPELINE + " outstanding", fast, SECURED_PEER, securedFast));
        bench.say("  declared (durable) register → visible");
        Visibility.Result declared = measure(cell, "declared", low, Registrations::declared);
        rows.addAll(Figures.latency(
                "declared register → visible, " + (int) RATE + "/s", declared, PEER, etcdLow, (row, p) -> row));
        Visibility.Result declaredFast = measure(cell, "declared-fast", pipelined, Registrations::declared);
        rows.add(throughput("declared register, " + PIPELINE + " outstanding", declaredFast, PEER, etcdFast));
        return rows;
    }

    private void warmUp() throws Exception {
        bench.say("  warming up");
        for (Subject subject : List.of(cell, etcd, secured)) {
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

    /// What was lost of ours stands behind the plain rows; once is enough.
    private static List<Row> both(
            String metric, Visibility.Result ours, Visibility.Result etcd, Visibility.Result secured) {
        List<Row> rows = new ArrayList<>(
                Figures.latency(metric, ours, PEER, etcd, (row, p) -> row.ratioAtMost(1.0 / 3, "≤ 1/3 of etcd")));
        rows.addAll(Figures.percentiles(metric, ours, SECURED_PEER, secured, (row, p) -> row));
        return rows;
    }

    private static Row throughput(String metric, Visibility.Result ours, String peer, Visibility.Result etcd) {
        return Row.of(metric, "writes/s", ours.perSecond()).against(peer, etcd.perSecond());
    }
}
