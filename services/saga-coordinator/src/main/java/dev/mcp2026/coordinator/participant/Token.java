package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.participant.ResourceKey;

/// The idempotency token of a call: `saga_id:action_type:` and the first 16 hex digits of SHA-256 of the resource key.
/// The key is kept whole beside it: two keys with the same 64 bits are told apart.
///
/// @param resource the resource key
public record Token(String value, String resource) {
    private static final String UNDO = ".compensate";

    /// @throws dev.mcp2026.kernel.error.FaultException for a resource key that no participant would read
    public static Token of(SagaId saga, StepName step, Side side, String resource) {
        String type = side == Side.ACTION ? step.value() : step + UNDO;
        return new Token(saga + ":" + type + ":" + new ResourceKey(resource).digits(), resource);
    }
}
