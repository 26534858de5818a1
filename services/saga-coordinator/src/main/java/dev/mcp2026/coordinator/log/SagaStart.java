package dev.mcp2026.coordinator.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.definition.SagaDefinition;

/// A saga that is to be.
///
/// @param source the definition as it was given
/// @param input complete
/// @param by who starts it
/// @param idempotencyKey empty for none
public record SagaStart(SagaDefinition definition, String source, JsonNode input, String by, String idempotencyKey) {}
