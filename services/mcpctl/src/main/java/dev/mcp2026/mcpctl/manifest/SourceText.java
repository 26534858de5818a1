package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a file or the standard input holds.
///
/// @param name what to call it in errors
public record SourceText(String name, String text) {
    public static final String INPUT = "-";

    /// @param source a file, or `-` for the standard input
    /// @param size in bytes
    /// @throws FaultException NOT_FOUND, INVALID_ARGUMENT for what can't be read, LIMIT_EXCEEDED
    public static SourceText of(String source, Limit size) {
        if (source.equals(INPUT)) {
            return of(System.in, size);
        }
        Path file = Path.of(source);
        if (!Files.isRegularFile(file)) {
            throw Faults.of(FaultKind.NOT_FOUND, "there is no file " + source, "check the path");
        }
        return of(file, size);
    }

    /// @throws FaultException INVALID_ARGUMENT for what can't be read, LIMIT_EXCEEDED
    public static SourceText of(Path file, Limit size) {
        try (InputStream content = Files.newInputStream(file)) {
            return bounded(file.toString(), content, size);
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    /// @throws FaultException INVALID_ARGUMENT for what can't be read, LIMIT_EXCEEDED
    public static SourceText of(InputStream input, Limit size) {
        String name = "standard input";
        try {
            return bounded(name, input, size);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static SourceText bounded(String name, InputStream input, Limit size) throws IOException {
        byte[] bytes = input.readNBytes((int) size.max() + 1);
        size.check(name, bytes.length);
        return new SourceText(name, new String(bytes, StandardCharsets.UTF_8));
    }

    public static FaultException unreadable(String name, IOException e) {
        return Faults.invalid(name, "can't be read (" + e + ")", "check the path and its permissions");
    }
}
