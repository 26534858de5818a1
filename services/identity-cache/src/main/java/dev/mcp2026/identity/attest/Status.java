package dev.mcp2026.identity.attest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Of `/proc/PID/status` what says whose the process is (proc(5)).
///
/// @param uid effective
/// @param gid effective
record Status(int uid, int gid, List<Integer> groups) {
    private static final int EFFECTIVE = 1;

    static Status read(Path process) throws IOException {
        String text = ProcessAttestor.read(process.resolve("status"));
        try {
            return new Status(
                    numbers(text, "Uid:").get(EFFECTIVE),
                    numbers(text, "Gid:").get(EFFECTIVE),
                    numbers(text, "Groups:"));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("can't read " + process + ": " + e.getMessage(), e);
        }
    }

    private static List<Integer> numbers(String status, String name) throws IOException {
        for (String line : status.split("\n", -1)) {
            if (line.startsWith(name)) {
                String rest = line.substring(name.length()).strip();
                return rest.isEmpty()
                        ? List.of()
                        : Arrays.stream(rest.split("\\s+", -1))
                                .map(Integer::parseUnsignedInt)
                                .toList();
            }
        }
        throw new IOException("no " + name + " in it");
    }
}
