package dev.mcp2026.testkit.wan.box;

import dev.mcp2026.testkit.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The program `ip` of iproute2.
final class Ip {
    private static final Path PROGRAM = Programs.find("ip").orElse(Path.of("ip"));

    private Ip() {}

    /// Runs it to its end and returns what it printed.
    ///
    /// @throws IOException with what it said if it failed
    static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("ip " + String.join(" ", arguments) + ": " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }

    /// `command` as it is run inside a namespace.
    static List<String> inside(String namespace, List<String> command) {
        List<String> all = new ArrayList<>(List.of(PROGRAM.toString(), "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }
}
