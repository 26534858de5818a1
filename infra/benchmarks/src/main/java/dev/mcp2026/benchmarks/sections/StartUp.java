package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.cell.CellPlan;
import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.cell.RegistryCell;
import dev.mcp2026.benchmarks.etcd.EtcdPeer;
import dev.mcp2026.benchmarks.measure.Loading;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.report.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From starting a process to its first good answer: empty, and with declared instances on its disk.
public final class StartUp implements Section {
    private static final String PEER = "etcd";
    /// Loading them all would take longer than all else in a quick run.
    private static final int QUICK_SHARE = 10;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int declared = bench.options().full()
                ? bench.options().instances()
                : bench.options().instances() / QUICK_SHARE;
        List<Row> rows = new ArrayList<>();
        try (EtcdPeer etcd = EtcdPeer.start(bench.trust().operator())) {
            double etcdEmpty = restarted(bench, etcd);
            Loading.load(etcd.plain(), declared, StartUp::declared, bench::say);
            double etcdLoaded = restarted(bench, etcd);
            for (CellRuntime runtime : CellRuntime.all(bench.root())) {
                rows.add(Row.of("start-up, empty, " + runtime.name(), Figures.MILLIS, empty(bench, runtime))
                        .against(PEER, etcdEmpty));
                rows.add(Row.of(
                                "start-up, " + declared + " declared on disk, " + runtime.name(),
                                Figures.MILLIS,
                                loaded(bench, runtime, declared))
                        .against(PEER, etcdLoaded));
            }
        }
        return rows;
    }

    private static dev.mcp2026.proto.registry.v1.Registration declared(int i) {
        return Registrations.declared("declared-" + i % QUICK_SHARE, "d-" + i, i);
    }

    private static double restarted(Bench bench, EtcdPeer etcd) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < bench.options().startUps(); i++) {
            times.add(etcd.restart());
        }
        return median(times);
    }

    /// The first start of a process reads it from disk and warms this client up, so it does not count.
    private static double empty(Bench bench, CellRuntime runtime) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i <= bench.options().startUps(); i++) {
            bench.say("  starting an empty " + runtime.name() + " registry");
            try (RegistryCell cell = RegistryCell.start(bench, runtime, CellPlan.of("cell1"))) {
                if (i > 0) {
                    times.add(cell.startUp());
                }
            }
        }
        return median(times);
    }

    private static double loaded(Bench bench, CellRuntime runtime, int declared) throws Exception {
        try (RegistryCell cell = RegistryCell.start(bench, runtime, CellPlan.of("cell1"))) {
            bench.say("  declaring " + declared + " instances, then restarting");
            Loading.load(cell.client(), declared, StartUp::declared, bench::say);
            cell.restart();
            long back = cell.client().cell("cell1").getInstances();
            if (back != declared) {
                throw new IllegalStateException(back + " of " + declared + " declared instances came back");
            }
            return cell.startUp().toNanos() / 1e6;
        }
    }

    private static double median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2).toNanos() / 1e6;
    }
}
