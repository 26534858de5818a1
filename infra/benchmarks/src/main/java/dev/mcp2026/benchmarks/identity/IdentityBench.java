package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Suite;
import dev.mcp2026.benchmarks.cell.CellRuntime;
import java.util.List;

/// `./mcp bench identity [--full] [--only SECTION,…]`.
public final class IdentityBench {
    private static final String NOTES = """
            One machine, one client process; the cache in a process of its own, asked over its Unix socket with gRPC. The
            peer "bare gRPC" is grpc-java on a Unix socket answering the same bytes with no work, in the client's process:
            what the protocol costs by itself. SPIRE can't be had here: its agent's interval is from its documentation.
            """;

    private IdentityBench() {}

    public static void main(String[] arguments) throws Exception {
        Suite suite = new Suite(
                "identity",
                List.of(
                        new Fetches(),
                        new SharedLevel(),
                        new NewEntries(),
                        new Scale(),
                        new MassRotation(),
                        new ChainHandshakes(),
                        new Outage()),
                bench -> NOTES + "identity cache on "
                        + CellRuntime.chosen(bench.root(), IdentityProcess.SERVICE)
                                .name());
        System.exit(suite.run(arguments));
    }
}
