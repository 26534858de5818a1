package dev.mcp2026.saga.definition;

import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.template.TextTemplate;
import java.util.Optional;
import java.util.Set;

/// @param after the steps that must have succeeded before
/// @param resource what the step works on, part of its idempotency token
/// @param compensation empty where nothing has to be undone
/// @param pivot once it has succeeded the saga is carried to its end, never back
public record StepDefinition(
        StepName name,
        Set<StepName> after,
        TextTemplate resource,
        Operation action,
        Optional<Operation> compensation,
        Recovery recovery,
        boolean pivot) {
    public StepDefinition {
        after = Set.copyOf(after);
    }
}
