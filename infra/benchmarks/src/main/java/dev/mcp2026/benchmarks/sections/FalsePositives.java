package dev.mcp2026.benchmarks.sections;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveBench;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveBench.Settings;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveReport;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveReport.Delay;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveReport.Found;
import dev.mcp2026.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How often a healthy server is called down and how soon a faulty one, against a plain HTTP poll.
public final class FalsePositives implements Section {
    private static final String PEER = "1 s HTTP poll";
    private static final int TARGETS = 10;
    private static final double PERCENT = 100;
    /// What the project's source claims for itself, its poll being at 12.7 %.
    private static final double LIMIT_PERCENT = 0.9;

    @Override
    public String name() {
        return "health";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        FalsePositiveReport report = FalsePositiveBench.run(
                new Settings(bench.options().falsePositiveRounds(), TARGETS), line -> bench.say("  " + line));
        List<Row> rows = new ArrayList<>();
        for (FalsePositiveReport.Row row : report.healthy()) {
            rows.add(Row.of("called down though healthy: " + row.scenario().label(), "of " + row.trials(), (double)
                            row.oursFalseDown())
                    .against(PEER, (double) row.pollFalseDown()));
        }
        rows.add(Row.of("false positives, all scenarios", "%", percent(report.oursFalseDown(), report))
                .against(PEER, percent(report.pollFalseDown(), report))
                .atMost(LIMIT_PERCENT, "≤ 0.9 %"));
        report.faulty().forEach(delay -> rows.add(found(delay)));
        return rows;
    }

    private static double percent(int falseDown, FalsePositiveReport report) {
        return PERCENT * falseDown / Math.max(1, report.trials());
    }

    private static Row found(Delay delay) {
        String metric = "found " + delay.ours().found() + "/" + delay.trials() + " (poll "
                + delay.poll().found() + "), p50 after: " + delay.scenario().label();
        return Row.of(metric, Figures.MILLIS, median(delay.ours())).against(PEER, median(delay.poll()));
    }

    private static @Nullable Double median(Found found) {
        return found.found() == 0 ? null : found.p50Millis();
    }
}
