package dev.mcp2026.benchmarks.mesh.load;

import io.grpc.Status;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Counts while an order is carried out. Any thread.
final class Tally {
    private final Histogram latencies = new Histogram(Outcome.HIGHEST, Outcome.DIGITS);
    private final Map<String, Long> ends = new TreeMap<>();
    private final long start = System.nanoTime();
    private final long cpu = cpuMicros();
    private long bytes;

    synchronized void ended(Status status, long began, long carried) {
        ends.merge(status.getCode().name(), 1L, Long::sum);
        if (status.isOk()) {
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
            latencies.recordValue(Math.min(micros, Outcome.HIGHEST));
            bytes += carried;
        }
    }

    synchronized void neverEnded() {
        ends.merge(Outcome.NEVER_ENDED, 1L, Long::sum);
    }

    synchronized Outcome outcome() {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(Outcome.encoded(latencies), ends, seconds, bytes, cpuMicros() - cpu, List.of());
    }

    private static long cpuMicros() {
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return TimeUnit.NANOSECONDS.toMicros(machine.getProcessCpuTime());
    }
}
