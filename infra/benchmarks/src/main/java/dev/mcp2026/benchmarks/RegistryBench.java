package dev.mcp2026.benchmarks;

import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.cell.TrustDomain;
import dev.mcp2026.benchmarks.report.ResultFile;
import dev.mcp2026.benchmarks.report.ResultTable;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.benchmarks.sections.Churn;
import dev.mcp2026.benchmarks.sections.FalsePositives;
import dev.mcp2026.benchmarks.sections.LoadedCell;
import dev.mcp2026.benchmarks.sections.Loopback;
import dev.mcp2026.benchmarks.sections.Partition;
import dev.mcp2026.benchmarks.sections.StartUp;
import dev.mcp2026.benchmarks.sections.Wan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `./mcp bench registry [--full] [--only SECTION,…] [--instances N]`: the table goes to standard output, progress to
/// standard error, and the rows to target/bench/registry.json.
public final class RegistryBench {
    private static final List<Section> SECTIONS = List.of(
            new LoadedCell(),
            new StartUp(),
            new Loopback(),
            new Wan(),
            new Churn(),
            new Partition(),
            new FalsePositives());
    private static final String NOTES = """
            One machine, one client process. ours: gRPC with mutual TLS; etcd: one member, fsync on each put, plain
            text unless "mTLS" is said: the same member, asked over a second port.
            A leased registration is kept in memory and replicated between cells, which is why it can be faster;
            a declared one is fsynced as etcd's put is, and is compared as such in rows of its own.
            """;

    private RegistryBench() {}

    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments);
            requireKnown(options.only());
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage()
                    + "\nusage: ./mcp bench registry [--full] [--only SECTION,…] [--instances N]\nsections: "
                    + names());
            System.exit(2);
            return;
        }
        Path root =
                Path.of(System.getProperty("mcp.root", ".")).toAbsolutePath().normalize();
        System.exit(run(options, root) ? 0 : 1);
    }

    private static void requireKnown(Set<String> wanted) {
        Set<String> unknown = new TreeSet<>(wanted);
        SECTIONS.forEach(section -> unknown.remove(section.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no section " + unknown);
        }
    }

    private static String names() {
        return SECTIONS.stream().map(Section::name).collect(Collectors.joining(", "));
    }

    /// True if each section came to its end; whether targets were met is for the reader.
    private static boolean run(Options options, Path root) throws IOException {
        long start = System.nanoTime();
        Path work = Files.createTempDirectory("mcp-bench-");
        Bench bench = new Bench(
                options,
                root,
                work,
                TrustDomain.make(work.resolve("trust")),
                CellRuntime.chosen(root),
                line -> System.err.printf("%4d s  %s%n", seconds(start), line));
        List<Row> rows = new ArrayList<>();
        boolean complete = true;
        for (Section section : SECTIONS) {
            if (options.only().isEmpty() || options.only().contains(section.name())) {
                complete &= run(section, bench, rows);
            }
        }
        System.out.println(ResultTable.of(rows));
        System.out.print(NOTES);
        System.out.println(seconds(start) + " s, registry on " + bench.runtime().name()
                + (options.full() ? "" : "; quick: shorter runs than --full"));
        ResultFile.write(root.resolve("target/bench/registry.json"), rows);
        if (complete) {
            delete(work);
        } else {
            System.err.println("logs are in " + work);
        }
        return complete;
    }

    private static boolean run(Section section, Bench bench, List<Row> rows) {
        bench.say(section.name());
        try {
            rows.addAll(section.run(bench));
            return true;
        } catch (Exception | AssertionError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            bench.say("  FAILED: " + e);
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                bench.say("    because " + cause);
            }
            return false;
        }
    }

    private static long seconds(long start) {
        return (System.nanoTime() - start) / 1_000_000_000;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
