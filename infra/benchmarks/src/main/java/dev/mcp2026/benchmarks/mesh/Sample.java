package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.mesh.load.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/// Outcomes of several rounds of the same load.
final class Sample {
    private static final double MICROS_PER_MILLI = 1000;

    private final List<Outcome> rounds = new ArrayList<>();

    void add(Outcome outcome) {
        rounds.add(outcome);
    }

    /// ms, over the calls of all rounds.
    double millis(double percentile) {
        Histogram all = new Histogram(rounds.getFirst().histogram());
        all.reset();
        rounds.forEach(round -> all.add(round.histogram()));
        return all.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    /// Of the rounds: one that something else disturbed does not count.
    double median(ToDoubleFunction<Outcome> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    double callsPerSecond() {
        return median(Outcome::perSecond);
    }

    double megabytesPerSecond() {
        return median(Outcome::megabytesPerSecond);
    }

    double cpuMicrosPerCall() {
        return median(round -> (double) round.cpuMicros() / Math.max(1, round.succeeded()));
    }

    long succeeded() {
        return rounds.stream().mapToLong(Outcome::succeeded).sum();
    }

    long failed() {
        return rounds.stream().mapToLong(Outcome::failed).sum();
    }

    Map<String, Long> ends() {
        Map<String, Long> all = new TreeMap<>();
        rounds.forEach(round -> round.ends().forEach((status, count) -> all.merge(status, count, Long::sum)));
        return all;
    }
}
