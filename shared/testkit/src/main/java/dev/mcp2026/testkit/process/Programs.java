package dev.mcp2026.testkit.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds installed programs, also in the folders for system programs that an ordinary user's PATH leaves out.
public final class Programs {
    private static final String SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";

    private Programs() {}

    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of(SYSTEM_FOLDERS.split(":")))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @throws IllegalStateException naming the program and the Debian package that has it
    public static Path require(String name, String debianPackage) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not installed; install the package " + debianPackage + " (./mcp test does)"));
    }
}
