package dev.mcp2026.testkit.sim;

import org.jspecify.annotations.Nullable;

/// A broken invariant, an error in a node, or a wait in vain. The message has all that is needed to repeat it.
public final class SimulationFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final long seed;

    SimulationFailure(String what, long seed, long step, long nanos, String traceTail, @Nullable Throwable cause) {
        super("""
                %s
                seed %d, step %d, time %.3f ms; repeat with -D%s=%d
                --- end of the trace
                %s""".formatted(what, seed, step, nanos / 1e6, Seeds.PROPERTY, seed, traceTail), cause);
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }
}
