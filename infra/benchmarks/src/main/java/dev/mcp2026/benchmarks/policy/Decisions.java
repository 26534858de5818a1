package dev.mcp2026.benchmarks.policy;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.policy.access.AccessIndex;
import dev.mcp2026.policy.access.AccessRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/// Decisions in process, one after another on one thread.
final class Decisions implements Section {
    private static final String PEER = "jCasbin";
    private static final List<Integer> RULES = List.of(100, 10_000, 100_000);
    private static final int AIMED_AT = 10_000;
    private static final double P99_MICROS = 100;
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public List<Row> run(Bench bench) {
        Duration span = Duration.ofSeconds(bench.options().full() ? 20 : 4);
        List<Row> rows = new ArrayList<>();
        for (int count : RULES) {
            bench.say("  " + count + " rules");
            Rulebook rules = Rulebook.of(count);
            AccessIndex index = AccessIndex.of(rules.policies());
            Histogram ours =
                    measured(rules, span, request -> index.decide(request).isAllowed());
            CasbinPeer casbin = new CasbinPeer(rules);
            Histogram peer = measured(rules, span, casbin::decide);
            String at = String.format(Locale.ROOT, ", %,d rules", count);
            rows.add(Row.of("decisions" + at, "1/s", ours.getTotalCount() / (double) span.toSeconds())
                    .against(PEER, peer.getTotalCount() / (double) span.toSeconds()));
            rows.add(percentile("p50", 50, at, ours, peer));
            Row p99 = percentile("p99", 99, at, ours, peer);
            rows.add(count == AIMED_AT ? p99.atMost(P99_MICROS, "≤ 100 µs") : p99);
            rows.add(percentile("p99.9", 99.9, at, ours, peer));
        }
        return rows;
    }

    private static Row percentile(String name, double percentile, String at, Histogram ours, Histogram peer) {
        return Row.of("one decision, " + name + at, "µs", ours.getValueAtPercentile(percentile) / 1e3)
                .against(PEER, peer.getValueAtPercentile(percentile) / 1e3);
    }

    /// The first span is the compiler's.
    private static Histogram measured(Rulebook rules, Duration span, Predicate<AccessRequest> decide) {
        round(rules, span, decide);
        return round(rules, span, decide);
    }

    private static Histogram round(Rulebook rules, Duration span, Predicate<AccessRequest> decide) {
        Histogram times = new Histogram(LONGEST, DIGITS);
        long end = System.nanoTime() + span.toNanos();
        int allowed = 0;
        int next = 0;
        for (long now = System.nanoTime(); now < end; ) {
            AccessRequest request = rules.requests().get(next);
            next = (next + 1) % rules.requests().size();
            allowed += decide.test(request) ? 1 : 0;
            long done = System.nanoTime();
            times.recordValue(done - now);
            now = done;
        }
        if (allowed == 0) {
            throw new IllegalStateException("nothing was allowed: the requests are not about the rules");
        }
        return times;
    }
}
