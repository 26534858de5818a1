package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mcpctl.manifest.ManifestReader;
import dev.mcp2026.mcpctl.manifest.SourceText;
import dev.mcp2026.yaml.YamlDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Reads what `-f` names: a file, a directory's `*.yaml` and `*.yml`, or `-` for the input stream.
final class Sources {
    private static final Limit FILES = new Limit("files of one apply", 1_000, "files");

    private Sources() {}

    static void readInto(ManifestReader reader, String source, InputStream input) {
        if (source.equals(SourceText.INPUT)) {
            read(reader, SourceText.of(input, YamlDocuments.SIZE));
            return;
        }
        try {
            for (Path file : files(Path.of(source))) {
                read(reader, SourceText.of(file, YamlDocuments.SIZE));
            }
        } catch (IOException e) {
            throw SourceText.unreadable(source, e);
        }
    }

    private static void read(ManifestReader reader, SourceText source) {
        reader.read(source.name(), source.text());
    }

    private static List<Path> files(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            return List.of(source);
        }
        if (!Files.isDirectory(source)) {
            throw Faults.of(FaultKind.NOT_FOUND, "there is no file or directory " + source, "check the path");
        }
        try (Stream<Path> entries = Files.list(source)) {
            List<Path> files = entries.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
            FILES.check(source.toString(), files.size());
            return files;
        }
    }
}
