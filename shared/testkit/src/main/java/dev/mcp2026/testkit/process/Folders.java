package dev.mcp2026.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Temporary folders of the servers here.
final class Folders {
    private Folders() {}

    static Path temporary(String name) {
        try {
            return Files.createTempDirectory("mcp-" + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Best effort: a server that is just ending may still write; what stays lies in the system's temporary folder.
    static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.getLogger(Folders.class.getName())
                    .log(System.Logger.Level.DEBUG, "folder not removed path=" + folder, e);
        }
    }
}
