package dev.mcp2026.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The command line.
///
/// @param full longer runs and the partition of 60 s; otherwise a few minutes in all
/// @param instances loaded before measuring
/// @param only names of the sections to run; empty: all
public record Options(boolean full, int instances, Set<String> only) {
    private static final int INSTANCES = 100_000;
    private static final int QUICK_CHURNED = 20_000;
    private static final int INSTANCES_MIN = 100;
    private static final int INSTANCES_MAX = 400_000;

    public Options {
        if (instances < INSTANCES_MIN || instances > INSTANCES_MAX) {
            throw new IllegalArgumentException(
                    "--instances takes " + INSTANCES_MIN + " to " + INSTANCES_MAX + ", not " + instances);
        }
        only = Set.copyOf(only);
    }

    /// @throws IllegalArgumentException saying which argument is wrong
    public static Options parse(String... arguments) {
        boolean full = false;
        int instances = INSTANCES;
        Set<String> only = new TreeSet<>();
        List<String> rest = new ArrayList<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--full" -> full = true;
                case "--instances" -> instances = number(option, rest);
                case "--only" -> only.addAll(List.of(value(option, rest).split(",")));
                default -> throw new IllegalArgumentException("unknown argument '" + option + "'");
            }
        }
        return new Options(full, instances, only);
    }

    private static int number(String option, List<String> rest) {
        String text = value(option, rest);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a number, not '" + text + "'", e);
        }
    }

    private static String value(String option, List<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.removeFirst();
    }

    /// Samples of one latency figure.
    public int samples() {
        return full ? 10_000 : 1_000;
    }

    /// Records of the cell whose changes are counted in bytes; the share that they make does not depend on it.
    public int churned() {
        return full ? instances : Math.min(instances, QUICK_CHURNED);
    }

    public Duration wanRun() {
        return Duration.ofSeconds(full ? 120 : 20);
    }

    public Duration partition() {
        return Duration.ofSeconds(full ? 60 : 10);
    }

    public int startUps() {
        return full ? 5 : 2;
    }

    public int falsePositiveRounds() {
        return full ? 10 : 1;
    }
}
