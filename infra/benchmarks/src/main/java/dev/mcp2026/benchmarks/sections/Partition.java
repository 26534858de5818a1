package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.cell.CellPair;
import dev.mcp2026.benchmarks.cell.RegistryClient;
import dev.mcp2026.benchmarks.measure.Loading;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Two cells over the WAN are cut apart, change on both sides, and are healed: how long until both hold the same
/// records, compared one by one?
public final class Partition implements Section {
    private static final int CHANGES = 500;
    private static final int RECORDS_MAX = 20_000;
    private static final double LIMIT_MS = 5_000;
    private static final Duration EQUAL_LIMIT = Duration.ofSeconds(120);
    /// Of each three changes one is a new record, one an update, one a removal.
    private static final int KINDS = 3;

    @Override
    public String name() {
        return "partition";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        int records = Math.min(RECORDS_MAX, bench.options().instances());
        long seconds = bench.options().partition().toSeconds();
        try (CellPair pair = new CellPair(bench, Wan.SHAPE, Map.of()).start()) {
            RegistryClient first = pair.first().client();
            RegistryClient second = pair.second().client();
            bench.say("  loading " + records + " records into each cell");
            Loading.load(first, records, i -> Registrations.leased("one-" + i % 100, "i-" + i, i), bench::say);
            Loading.load(second, records, i -> Registrations.leased("two-" + i % 100, "i-" + i, i), bench::say);
            Await.until("equal cells", EQUAL_LIMIT, () -> CellView.of(first).equals(CellView.of(second)));
            bench.say("  partition of " + seconds + " s, " + CHANGES + " changes on each side");
            pair.cut();
            // Spread over the whole partition, so that the last ones are fresh when it ends.
            Pace pace = new Pace.PerSecond((double) CHANGES / seconds);
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> change(second, "two-", pace));
            change(first, "one-", pace);
            other.join();
            int apart = CellView.of(first).differencesTo(CellView.of(second));
            long healed = System.nanoTime();
            pair.heal();
            CellView equal = Await.value(
                    "equal cells after the heal",
                    EQUAL_LIMIT,
                    () -> CellView.of(first),
                    view -> view.equals(CellView.of(second)));
            double millis = (System.nanoTime() - healed) / 1e6;
            return rows(seconds, millis, apart, equal.size());
        }
    }

    private static void change(RegistryClient cell, String prefix, Pace pace) {
        try {
            pace.drive(CHANGES, i -> {
                Registration known = Registrations.leased(prefix + i % 100, "i-" + i, i);
                return switch (i % KINDS) {
                    case 0 -> cell.put(Registrations.leased(prefix + "new", "n-" + i, i));
                    case 1 -> cell.put(Registrations.renumbered(known, -2));
                    default -> cell.remove(known);
                };
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Row> rows(long seconds, double millis, int apart, int compared) {
        String metric = "partition of " + seconds + " s";
        return List.of(
                Row.of(metric + " healed: cells equal after", Figures.MILLIS, millis)
                        .atMost(LIMIT_MS, "≤ 5 s"),
                Row.of(metric + ": records that differed", "records", (double) apart),
                Row.of(metric + ": records compared one by one", "records", (double) compared));
    }
}
