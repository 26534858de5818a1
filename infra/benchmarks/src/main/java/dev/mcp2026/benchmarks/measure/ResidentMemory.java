package dev.mcp2026.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process holds in RAM, as the kernel counts it.
public final class ResidentMemory {
    private static final String FIELD = "VmRSS:";
    private static final double KIB_PER_MIB = 1024;

    private ResidentMemory() {}

    /// MiB.
    public static double of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                            .filter(line -> line.startsWith(FIELD))
                            .mapToLong(line -> Long.parseLong(line.substring(FIELD.length())
                                    .replace("kB", "")
                                    .strip()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("process " + pid + " has no " + FIELD))
                    / KIB_PER_MIB;
        } catch (IOException e) {
            throw new UncheckedIOException("the memory of process " + pid + " can't be read", e);
        }
    }
}
