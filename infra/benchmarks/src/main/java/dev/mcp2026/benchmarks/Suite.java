package dev.mcp2026.benchmarks;

import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.cell.TrustDomain;
import dev.mcp2026.benchmarks.report.ResultFile;
import dev.mcp2026.benchmarks.report.ResultTable;
import dev.mcp2026.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sections of one benchmark: the table goes to standard output, progress to standard error, and the rows to
/// target/bench/NAME.json.
///
/// @param notes what a reader of the table has to know
public record Suite(String name, List<Section> sections, Function<Bench, String> notes) {
    private static final int USAGE = 2;

    public Suite {
        sections = List.copyOf(sections);
    }

    /// @return the exit status: 0 if each section came to its end; whether targets were met is for the reader
    public int run(String... arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
            requireKnown(options.only());
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage() + "\nusage: ./mcp bench " + name
                    + " [--full] [--only SECTION,…] [--instances N]\nsections: "
                    + sections.stream().map(Section::name).collect(Collectors.joining(", ")));
            return USAGE;
        }
        Path root =
                Path.of(System.getProperty("mcp.root", ".")).toAbsolutePath().normalize();
        return run(options, root) ? 0 : 1;
    }

    private void requireKnown(Set<String> wanted) {
        Set<String> unknown = new TreeSet<>(wanted);
        sections.forEach(section -> unknown.remove(section.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no section " + unknown);
        }
    }

    private boolean run(Options options, Path root) throws IOException {
        long start = System.nanoTime();
        Path work = Files.createTempDirectory("mcp-bench-");
        Bench bench = new Bench(
                options,
                root,
                work,
                TrustDomain.make(work.resolve("trust")),
                () -> CellRuntime.chosen(root),
                line -> System.err.printf("%4d s  %s%n", seconds(start), line));
        List<Row> rows = new ArrayList<>();
        boolean complete = true;
        for (Section section : sections) {
            if (options.only().isEmpty() || options.only().contains(section.name())) {
                complete &= run(section, bench, rows);
            }
        }
        System.out.println(ResultTable.of(rows));
        System.out.println(notes.apply(bench));
        System.out.println(seconds(start) + " s" + (options.full() ? "" : "; quick: shorter runs than --full"));
        ResultFile.write(root.resolve("target/bench/" + name + ".json"), rows);
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
