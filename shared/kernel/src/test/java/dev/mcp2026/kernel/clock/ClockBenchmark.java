package dev.mcp2026.kernel.clock;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Stamps per microsecond, that is, millions per second. The aim is at least 20 on one thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@Threads(1)
public class ClockBenchmark {
    private final InstantSource wall = InstantSource.system();
    private final HybridLogicalClock clock = HybridLogicalClock.system();
    private final HybridLogicalClock exact = new HybridLogicalClock(wall, HybridLogicalClock.DEFAULT_MAX_AHEAD);
    private HlcTimestamp remote = HlcTimestamp.ZERO;

    /// A stamp a little ahead of us, as a neighbour's is.
    @Setup(Level.Iteration)
    public void takeRemoteStamp() {
        remote = HlcTimestamp.of(wall.millis() + 5, 0);
    }

    /// What the wall clock alone costs: the ceiling of the others.
    @Benchmark
    public long wallClockAlone() {
        return wall.millis();
    }

    @Benchmark
    public long now() {
        return clock.now().packed();
    }

    @Benchmark
    public HlcTimestamp nowKept() {
        return clock.now();
    }

    /// Without the coarse wall: each stamp asks the system.
    @Benchmark
    public long nowExact() {
        return exact.now().packed();
    }

    @Benchmark
    public long receive() {
        return clock.receive(remote).packed();
    }

    @Benchmark
    @Threads(2)
    public long nowOnTwoThreads() {
        return clock.now().packed();
    }

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ClockBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
