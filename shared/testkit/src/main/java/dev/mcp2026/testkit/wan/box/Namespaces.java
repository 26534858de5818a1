package dev.mcp2026.testkit.wan.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Names of network namespaces, by which a later run can tell those whose owner has ended: process id and start time,
/// since ids come again.
final class Namespaces {
    static final Path FOLDER = Path.of("/run/netns");
    private static final String PREFIX = "mcpwan-";
    private static final int PARTS = 5;
    /// Of /proc/PID/stat (proc_pid_stat(5), field 22), counted from the state, which is field 3.
    private static final int START_TIME = 19;

    private Namespaces() {}

    /// For a namespace of this process.
    static String name(long box, String node) throws IOException {
        long pid = ProcessHandle.current().pid();
        return PREFIX + pid + "-" + started(pid) + "-" + box + "-" + node;
    }

    /// Removes namespaces of owners that are gone, and ends what still runs in them.
    static void sweep() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return;
        }
        try (Stream<Path> all = Files.list(FOLDER)) {
            for (Path each : all.toList()) {
                String name = String.valueOf(each.getFileName());
                if (isAbandoned(name)) {
                    delete(name);
                }
            }
        }
    }

    /// Ends what runs in it, and removes it. Its devices go with it.
    static void delete(String name) throws IOException {
        Ip.run("netns", "pids", name)
                .lines()
                .map(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                .flatMap(Optional::stream)
                .filter(process -> !process.equals(ProcessHandle.current()))
                .forEach(ProcessHandle::destroyForcibly);
        Ip.run("netns", "del", name);
    }

    static boolean isAbandoned(String name) {
        String[] parts = name.split("-", PARTS);
        if (!name.startsWith(PREFIX) || parts.length < PARTS || !parts[1].matches("\\d{1,18}")) {
            return false;
        }
        try {
            return !started(Long.parseLong(parts[1])).equals(parts[2]);
        } catch (IOException gone) {
            return true;
        }
    }

    /// In clock ticks since the machine started: the kernel's own count, which no change of the clock moves.
    private static String started(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME];
    }
}
