package dev.mcp2026.benchmarks.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Clients that each begin the next when the last has ended.
final class ClosedLoop {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
    private static final int DIGITS = 3;
    private static final double GAIN = 1.05;

    private ClosedLoop() {}

    /// One, from its start to its known end.
    interface Once {
        void run() throws Exception;
    }

    /// @param times in nanoseconds
    record Result(Histogram times, double seconds) {
        long count() {
            return times.getTotalCount();
        }

        double perSecond() {
            return times.getTotalCount() / seconds;
        }

        double millis(double percentile) {
            return times.getValueAtPercentile(percentile) / 1e6;
        }
    }

    /// Runs until it gets no faster, so that no measured span is a compiler's: two rounds in a row that gain less than
    /// a
    /// twentieth end it.
    ///
    /// @return the rounds it took, of one span each; at most so many as are allowed
    static int warm(int clients, Duration span, int most, Once once) throws Exception {
        double best = 0;
        int steady = 0;
        int rounds = 0;
        while (rounds < most && steady < 2) {
            double rate = run(clients, span, once).perSecond();
            steady = rate < best * GAIN ? steady + 1 : 0;
            best = Math.max(best, rate);
            rounds++;
        }
        return rounds;
    }

    static Result run(int clients, Duration span, Once once) throws Exception {
        long began = System.nanoTime();
        long end = began + span.toNanos();
        Histogram all = new Histogram(LONGEST, DIGITS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> {
                    Histogram mine = new Histogram(LONGEST, DIGITS);
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        once.run();
                        mine.recordValue(System.nanoTime() - start);
                    }
                    return mine;
                }));
            }
            for (Future<Histogram> each : running) {
                all.add(each.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return new Result(all, (System.nanoTime() - began) / 1e9);
    }
}
