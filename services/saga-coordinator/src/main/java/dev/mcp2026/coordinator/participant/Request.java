package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.template.Scope;
import java.time.Duration;
import java.time.Instant;

/// One call, ready to be made.
///
/// @param epoch of the coordinator's claim; a participant refuses a lower one than it has seen
/// @param limit how long it may take
/// @param deadline when that will be over, for the participant
public record Request(
        SagaId saga,
        TenantId tenant,
        StepName step,
        Side side,
        Token token,
        long epoch,
        Call call,
        Scope scope,
        Duration limit,
        Instant deadline) {
    /// The same, begun now.
    public Request at(Instant now) {
        return new Request(saga, tenant, step, side, token, epoch, call, scope, limit, now.plus(limit));
    }
}
