package dev.mcp2026.benchmarks.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Counts this machine's TCP connections.
final class Connections {
    private static final int REMOTE_ADDRESS = 2;
    private static final int STATE = 3;
    private static final String ESTABLISHED = "01";

    private Connections() {}

    /// Those to a port of this machine, counted at the client's end.
    static long to(int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        return List.of("tcp", "tcp6").stream()
                .flatMap(family -> lines(Path.of("/proc/net", family)).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > STATE
                        && fields[REMOTE_ADDRESS].endsWith(suffix)
                        && fields[STATE].equals(ESTABLISHED))
                .count();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
