package dev.mcp2026.benchmarks.saga;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.measure.Pace;
import dev.mcp2026.benchmarks.report.Row;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A participant that hangs while sagas go back: what the breaker's threshold is worth. The two coordinators run side
/// by side, so that each has the same machine.
final class Hanging implements Section {
    private static final String SOURCE = "the source's figure";
    private static final int WARM = 200;
    private static final int PER_SECOND = 25;
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration AFTER = Duration.ofSeconds(4);

    /// @param latency milliseconds
    /// @param failed percent
    private record Source(double latency, double failed) {}

    private static final Source THREE = new Source(89, 0.02);
    private static final Source EIGHT = new Source(217, 1.3);

    @Override
    public String name() {
        return "breaker";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        Duration hang = Duration.ofSeconds(bench.options().full() ? 60 : 12);
        Vertx vertx = Vertx.vertx();
        try (Threshold three = new Threshold(bench, vertx, 3);
                Threshold eight = new Threshold(bench, vertx, 8);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Threshold> both = List.of(three, eight);
            both.forEach(each -> each.warm(WARM));
            bench.say("  hangs for " + hang.toSeconds() + " s");
            load(both, threads, BEFORE);
            both.forEach(Threshold::hang);
            load(both, threads, hang);
            Instant answersAgain = Instant.now();
            both.forEach(Threshold::goOn);
            load(both, threads, AFTER);
            List<Row> rows = new ArrayList<>();
            rows(3, THREE, hang, three.result(answersAgain), rows);
            rows(8, EIGHT, hang, eight.result(answersAgain), rows);
            return rows;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void load(List<Threshold> both, ExecutorService threads, Duration span) throws InterruptedException {
        new Pace.PerSecond(PER_SECOND)
                .drive(
                        (int) (PER_SECOND * span.toSeconds()),
                        i -> CompletableFuture.allOf(both.stream()
                                .map(each -> CompletableFuture.runAsync(each::startOne, threads))
                                .toArray(CompletableFuture<?>[]::new)));
    }

    private static void rows(int threshold, Source source, Duration hang, Threshold.Result result, List<Row> rows) {
        String at = threshold + " s threshold, " + hang.toSeconds() + " s hang, ";
        rows.add(Row.of(at + "recovery, answers again to the first compensation done", "ms", (double)
                        result.latencies().getMinValue())
                .against(SOURCE, source.latency())
                .ratioAtMost(1, "lower"));
        rows.add(Row.of(at + "the same, median of those that waited", "ms", (double)
                result.latencies().getValueAtPercentile(50)));
        rows.add(Row.of(
                at + "the same, the last", "ms", (double) result.latencies().getMaxValue()));
        rows.add(Row.of(at + "compensations that failed for good", "%", result.deadShare())
                .against(SOURCE, source.failed())
                .ratioAtMost(1, "lower"));
        rows.add(Row.of(at + "calls of compensations that failed and were made again", "%", result.failedShare()));
    }
}
