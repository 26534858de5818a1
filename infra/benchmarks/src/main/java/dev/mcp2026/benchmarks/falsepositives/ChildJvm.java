package dev.mcp2026.benchmarks.falsepositives;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of another small JVM with the same class path.
final class ChildJvm {
    private ChildJvm() {}

    static List<String> command(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return command;
    }
}
