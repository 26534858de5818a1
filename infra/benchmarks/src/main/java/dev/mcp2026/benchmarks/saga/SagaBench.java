package dev.mcp2026.benchmarks.saga;

import dev.mcp2026.benchmarks.Suite;
import dev.mcp2026.benchmarks.cell.CellRuntime;
import java.util.List;

/// `./mcp bench saga [--full] [--only SECTION,…]`.
public final class SagaBench {
    private static final String NOTES = """
            One machine. Both coordinators are processes of their own and sync each write to disk; clients and the two HTTP
            participants are in this process. A saga of ours: the client starts it over gRPC with mutual TLS and waits for
            its end; the coordinator calls the action of both participants. One of the peer (plain HTTP): the client starts an
            LRA, calls both participants' action itself and has them joined, and closes it; the coordinator calls both to complete.
            Breaker: a compensating participant hangs at 25 sagas/s; the source does not say how its shares were taken.
            """;

    private SagaBench() {}

    public static void main(String[] arguments) throws Exception {
        Suite suite = new Suite(
                "saga",
                List.of(new Completed(), new Hanging(), new OpenSagas()),
                bench -> NOTES + "saga coordinator on "
                        + CellRuntime.chosen(bench.root(), SagaProcess.SERVICE).name());
        System.exit(suite.run(arguments));
    }
}
