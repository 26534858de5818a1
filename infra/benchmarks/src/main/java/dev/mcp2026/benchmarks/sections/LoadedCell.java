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
import java.util.ArrayList;
import java.util.List;

/// One cell with all instances loaded, beside an etcd with the same values: throughput, memory, and how soon a watcher
/// sees a registration.
public final class LoadedCell implements Section {
    private static final String PEER = "etcd";

    @Override
    public String name() {
        return "cell";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int instances = bench.options().instances();
        List<Row> rows = new ArrayList<>();
        try (RegistryCell cell = RegistryCell.start(bench, CellPlan.of("cell1"));
                EtcdPeer etcd = EtcdPeer.start(bench.trust().operator())) {
            bench.say("  loading " + instances + " instances");
            double ours = Loading.load(cell.client(), instances, Registrations::loaded, bench::say);
            bench.say("  loading etcd with as many");
            double theirs = Loading.load(etcd.plain(), instances, Registrations::loaded, bench::say);
            rows.add(Row.of("load " + instances + ", " + Loading.OUTSTANDING + " outstanding", "writes/s", ours)
                    .against(PEER, theirs));
            double etcdMemory = etcd.residentMiB();
            rows.add(memory(instances, bench.runtime(), cell).against(PEER, etcdMemory));
            rows.addAll(new SameCellVisibility(bench, cell.client(), etcd.plain(), etcd.secured()).rows());
            if (bench.options().full()) {
                rows.addAll(others(bench, etcdMemory));
            }
        }
        return rows;
    }

    private static Row memory(int instances, CellRuntime runtime, RegistryCell cell) {
        return Row.of("resident memory, " + instances + " instances, " + runtime.name(), "MiB", cell.residentMiB());
    }

    private static List<Row> others(Bench bench, double etcdMemory) throws Exception {
        List<Row> rows = new ArrayList<>();
        int instances = bench.options().instances();
        for (CellRuntime runtime : CellRuntime.all(bench.root())) {
            if (runtime.name().equals(bench.runtime().name())) {
                continue;
            }
            bench.say("  loading a " + runtime.name() + " registry, for its memory");
            try (RegistryCell cell = RegistryCell.start(bench, runtime, CellPlan.of("cell1"))) {
                Loading.load(cell.client(), instances, Registrations::loaded, bench::say);
                rows.add(memory(instances, runtime, cell).against(PEER, etcdMemory));
            }
        }
        return rows;
    }
}
