package dev.mcp2026.benchmarks.policy;

import dev.mcp2026.benchmarks.Suite;
import java.util.List;

/// `./mcp bench policy [--full]`.
public final class PolicyBench {
    private static final String NOTES = """
            One thread. Rules of 100 tenants: a tenth denies, a tenth is about one label, a twentieth has a condition in CEL.
            jCasbin has the same rules without labels and conditions, as tuples of tenant, role, resource, action and effect,
            with its own pattern matching; it goes through them one by one. What a decision is asked over gRPC is not here
            yet: there is no policy engine that serves it.
            """;

    private PolicyBench() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new Suite("policy", List.of(new Decisions()), bench -> NOTES).run(arguments));
    }
}
