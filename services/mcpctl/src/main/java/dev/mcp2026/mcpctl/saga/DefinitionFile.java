package dev.mcp2026.mcpctl.saga;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A definition with the text it was read from.
record DefinitionFile(String text, SagaDefinition definition) {
    /// Reads and checks it as the coordinator does.
    ///
    /// @param source a file, or `-` for the input stream
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming line and field, NOT_FOUND
    static DefinitionFile read(String source, TenantId tenant) {
        boolean input = source.equals("-");
        String name = input ? "standard input" : source;
        if (!input && !Files.isRegularFile(Path.of(source))) {
            throw Faults.of(FaultKind.NOT_FOUND, "there is no file " + source, "check the path");
        }
        try (InputStream content = input ? System.in : Files.newInputStream(Path.of(source))) {
            byte[] bytes = content.readNBytes((int) DefinitionReader.SIZE.max() + 1);
            DefinitionReader.SIZE.check(name, bytes.length);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new DefinitionFile(text, DefinitionReader.read(name, text, tenant));
        } catch (IOException e) {
            throw Faults.invalid(name, "can't be read (" + e + ")", "check the path and its permissions");
        }
    }
}
