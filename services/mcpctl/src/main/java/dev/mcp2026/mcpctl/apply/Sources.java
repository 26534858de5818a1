package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mcpctl.manifest.ManifestReader;
import dev.mcp2026.yaml.YamlDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Reads what `-f` names: a file, a directory's `*.yaml` and `*.yml`, or `-` for the input stream.
final class Sources {
    private static final Limit FILES = new Limit("files of one apply", 1_000, "files");

    private Sources() {}

    static void readInto(ManifestReader reader, String source, InputStream input) {
        try {
            if (source.equals("-")) {
                reader.read("standard input", bounded("standard input", input));
                return;
            }
            for (Path file : files(Path.of(source))) {
                try (InputStream content = Files.newInputStream(file)) {
                    reader.read(file.toString(), bounded(file.toString(), content));
                }
            }
        } catch (IOException e) {
            throw Faults.invalid(source, "can't be read (" + e + ")", "check the path and its permissions");
        }
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

    private static String bounded(String name, InputStream input) throws IOException {
        byte[] bytes = input.readNBytes((int) YamlDocuments.SIZE.max() + 1);
        YamlDocuments.SIZE.check(name, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
