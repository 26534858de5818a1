package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.limit.Limit;

/// What bounds a barrier.
///
/// @param resultBytes of the text that a step's work gives back, in UTF-8
/// @param sagas that a barrier in memory keeps; one in a database is bounded by its retention
/// @param records of one saga in memory, two for each of its steps at most
/// @param forgottenSagas in one batch of [Barrier#forget]
/// @param attempts of one call, when other connections get in its way
public record BarrierLimits(Limit resultBytes, Limit sagas, Limit records, Limit forgottenSagas, Limit attempts) {
    private static final String PREFIX = "mcp.saga.participant.";

    public static BarrierLimits defaults() {
        return new BarrierLimits(
                new Limit(PREFIX + "result-bytes", 64 << 10, "bytes"),
                new Limit(PREFIX + "sagas", 100_000, "sagas"),
                new Limit(PREFIX + "records", 1_000, "records"),
                new Limit(PREFIX + "forgotten-sagas", 500, "sagas"),
                new Limit(PREFIX + "attempts", 6, "attempts"));
    }
}
