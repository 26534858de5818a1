package dev.mcp2026.coordinator.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import java.util.Objects;

/// Definitions as they were read: one text is parsed and its expressions compiled once, not once a saga, and sagas of
/// one
/// definition share it in memory.
public final class Definitions {
    private static final int KEPT = 1_000;

    private record Source(TenantId tenant, String text) {}

    private final Cache<Source, SagaDefinition> known =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    /// @param fallback the tenant of one that names none
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming line and field; nothing is kept then
    public SagaDefinition read(String text, TenantId fallback) {
        return Objects.requireNonNull(known.get(
                new Source(fallback, text),
                source -> DefinitionReader.read("definition", source.text(), source.tenant())));
    }
}
