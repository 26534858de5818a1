package dev.mcp2026.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to run what the build made: the jar, or with `MCP_NATIVE=1` the binary; `MCP_NATIVE=identity-cache` is that
/// service's binary alone.
final class BuiltApplication {
    private static final Path SERVICES =
            Path.of("../../services").toAbsolutePath().normalize();

    private BuiltApplication() {}

    /// @param jvmFlags of the jar alone
    /// @param nativeFlags of the binary alone
    static List<String> command(String service, List<String> jvmFlags, List<String> nativeFlags) {
        Path target = SERVICES.resolve(service).resolve("target");
        List<String> command = new ArrayList<>();
        if (List.of("1", service).contains(System.getenv().getOrDefault("MCP_NATIVE", ""))) {
            Path runner = target.resolve(service + "-0.1.0-SNAPSHOT-runner");
            if (!Files.isExecutable(runner)) {
                throw new IllegalStateException(
                        "MCP_NATIVE is set and there is no " + runner + "; build it: ./mcp native " + service);
            }
            command.add(runner.toString());
            command.addAll(nativeFlags);
            return command;
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                target.resolve("quarkus-app/quarkus-run.jar").toString()));
        return command;
    }
}
