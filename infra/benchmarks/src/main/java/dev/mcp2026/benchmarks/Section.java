package dev.mcp2026.benchmarks;

import dev.mcp2026.benchmarks.report.Row;
import java.util.List;

/// One group of figures.
public interface Section {
    /// What `--only` calls it.
    String name();

    /// Starts what it needs and stops it again.
    List<Row> run(Bench bench) throws Exception;
}
