package dev.mcp2026.benchmarks;

import dev.mcp2026.benchmarks.sections.Churn;
import dev.mcp2026.benchmarks.sections.FalsePositives;
import dev.mcp2026.benchmarks.sections.LoadedCell;
import dev.mcp2026.benchmarks.sections.Loopback;
import dev.mcp2026.benchmarks.sections.Partition;
import dev.mcp2026.benchmarks.sections.StartUp;
import dev.mcp2026.benchmarks.sections.Wan;
import java.util.List;

/// `./mcp bench registry [--full] [--only SECTION,…] [--instances N]`.
public final class RegistryBench {
    private static final String NOTES = """
            One machine, one client process. ours: gRPC with mutual TLS; etcd: one member, fsync on each put, plain
            text unless "mTLS" is said: the same member, asked over a second port.
            A leased registration is kept in memory and replicated between cells, which is why it can be faster;
            a declared one is fsynced as etcd's put is, and is compared as such in rows of its own.
            """;

    private RegistryBench() {}

    public static void main(String[] arguments) throws Exception {
        Suite suite = new Suite(
                "registry",
                List.of(
                        new LoadedCell(),
                        new StartUp(),
                        new Loopback(),
                        new Wan(),
                        new Churn(),
                        new Partition(),
                        new FalsePositives()),
                bench -> NOTES + "registry on " + bench.runtime().name());
        System.exit(suite.run(arguments));
    }
}
