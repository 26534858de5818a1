package dev.mcp2026.coordinator.api.rest.lra;

import dev.mcp2026.coordinator.lra.Lra;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/// A long running action as Narayana's clients read it.
///
/// @param startTime in milliseconds since 1970
/// @param finishTime the same; 0 where it has not ended
/// @param httpStatus of interest between coordinators only
@RegisterForReflection
public record LraView(
        String lraId,
        String clientId,
        String status,
        boolean topLevel,
        boolean recovering,
        long startTime,
        long finishTime,
        int httpStatus) {
    private static final int OK = 200;

    static LraView of(Lra lra) {
        return new LraView(
                lra.url(),
                lra.clientId(),
                lra.status().text(),
                lra.parent().isEmpty(),
                lra.isRecovering(),
                lra.started().toEpochMilli(),
                lra.finished().map(Instant::toEpochMilli).orElse(0L),
                OK);
    }
}
