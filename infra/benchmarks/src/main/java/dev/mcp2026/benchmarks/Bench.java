package dev.mcp2026.benchmarks;

import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.cell.TrustDomain;
import java.nio.file.Path;
import java.util.function.Consumer;

/// What every section has at hand.
///
/// @param work a folder for this run alone
/// @param runtime how registry cells are run, unless a section compares runtimes
/// @param progress takes one line for each step
public record Bench(
        Options options, Path root, Path work, TrustDomain trust, CellRuntime runtime, Consumer<String> progress) {

    public void say(String line) {
        progress.accept(line);
    }
}
