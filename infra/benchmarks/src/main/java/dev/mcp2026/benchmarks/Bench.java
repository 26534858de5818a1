package dev.mcp2026.benchmarks;

import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.cell.TrustDomain;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What every section has at hand.
///
/// @param work a folder for this run alone
/// @param runtimes how registry cells are run, unless a section compares runtimes; fails where none is built
/// @param progress takes one line for each step
public record Bench(
        Options options,
        Path root,
        Path work,
        TrustDomain trust,
        Supplier<CellRuntime> runtimes,
        Consumer<String> progress) {

    public CellRuntime runtime() {
        return runtimes.get();
    }

    public void say(String line) {
        progress.accept(line);
    }
}
