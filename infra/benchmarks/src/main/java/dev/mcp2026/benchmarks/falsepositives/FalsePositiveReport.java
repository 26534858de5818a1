package dev.mcp2026.benchmarks.falsepositives;

import java.util.List;
import java.util.Locale;

/// What the run saw.
public record FalsePositiveReport(List<Row> healthy, List<Delay> faulty) {
    public FalsePositiveReport {
        healthy = List.copyOf(healthy);
        faulty = List.copyOf(faulty);
    }

    /// Trials of a healthy target, and how many each judge called down.
    ///
    /// @param oursSuspect for information: SUSPECT is no verdict of down
    /// @param pollOfThreeFalseDown for information: a poll that wants three failures in a row
    public record Row(
            Scenario scenario,
            int trials,
            int oursFalseDown,
            int oursSuspect,
            int pollFalseDown,
            int pollOfThreeFalseDown) {}

    /// Trials of a faulty target: how many were found and after how long.
    public record Delay(Scenario scenario, int trials, Found ours, Found poll, Found pollOfThree) {}

    /// @param p50Millis of those found; 0 if none was
    public record Found(int found, double p50Millis, double maxMillis) {
        static Found of(List<Long> delaysNanos) {
            List<Long> sorted = delaysNanos.stream().sorted().toList();
            return sorted.isEmpty()
                    ? new Found(0, 0, 0)
                    : new Found(sorted.size(), sorted.get(sorted.size() / 2) / 1e6, sorted.getLast() / 1e6);
        }

        private String text(int trials) {
            return String.format(Locale.ROOT, "%3d/%d  %5.0f / %5.0f", found, trials, p50Millis, maxMillis);
        }
    }

    public int trials() {
        return healthy.stream().mapToInt(Row::trials).sum();
    }

    public int oursFalseDown() {
        return healthy.stream().mapToInt(Row::oursFalseDown).sum();
    }

    public int pollFalseDown() {
        return healthy.stream().mapToInt(Row::pollFalseDown).sum();
    }

    /// For a terminal.
    public String table() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%-30s %6s  %10s %12s %10s %12s%n",
                "healthy, but",
                "trials",
                "ours DOWN",
                "(suspect)",
                "poll DOWN",
                "(3 in a row)"));
        for (Row row : healthy) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-30s %6d  %10d %12d %10d %12d%n",
                    row.scenario().label(),
                    row.trials(),
                    row.oursFalseDown(),
                    row.oursSuspect(),
                    row.pollFalseDown(),
                    row.pollOfThreeFalseDown()));
        }
        out.append(String.format(
                Locale.ROOT,
                "%-30s %6d  %9.1f%% %12s %9.1f%%%n",
                "false positives",
                trials(),
                100.0 * oursFalseDown() / Math.max(1, trials()),
                "",
                100.0 * pollFalseDown() / Math.max(1, trials())));
        out.append(String.format(
                Locale.ROOT,
                "%n%-30s %-22s %-22s %-22s%n",
                "faulty: found, p50 / max ms",
                "ours",
                "poll",
                "(3 in a row)"));
        for (Delay delay : faulty) {
            out.append(String.format(
                    Locale.ROOT,
                    "%-30s %-22s %-22s %-22s%n",
                    delay.scenario().label(),
                    delay.ours().text(delay.trials()),
                    delay.poll().text(delay.trials()),
                    delay.pollOfThree().text(delay.trials())));
        }
        return out.toString();
    }
}
