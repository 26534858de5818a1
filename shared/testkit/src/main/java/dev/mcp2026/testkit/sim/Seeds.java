package dev.mcp2026.testkit.sim;

import java.util.stream.LongStream;

/// Which seeds a test runs: fixed ones, so that a build fails or passes for its code's sake alone, or the one of the
/// system property `mcp.sim.seed`, to repeat a failure.
public final class Seeds {
    public static final String PROPERTY = "mcp.sim.seed";

    private Seeds() {}

    /// Seeds 1 to `count`, or the one that is asked for. Fits JUnit's `@MethodSource`.
    public static LongStream fixed(int count) {
        Long only = Long.getLong(PROPERTY);
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, count);
    }
}
