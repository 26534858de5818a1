package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.manifest.SourceText;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a definition is, and whose it is.
final class DefinitionOptions {
    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|-",
            required = true,
            description = "One 'kind: Saga' document; '-' reads standard input.")
    String source;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "For a definition that names none.")
    @Nullable
    String tenant;

    /// A definition with the text it was read from.
    record Definition(String text, SagaDefinition read) {}

    /// Reads and checks it as the coordinator does.
    ///
    /// @param fallback the tenant of one that names none
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming line and field, NOT_FOUND
    Definition read(TenantId fallback) {
        SourceText file = SourceText.of(source, DefinitionReader.SIZE);
        return new Definition(file.text(), DefinitionReader.read(file.name(), file.text(), fallback));
    }
}
