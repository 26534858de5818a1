package dev.mcp2026.benchmarks.saga;

import java.time.Duration;

/// The processor time that a process has used.
final class Cpu {
    private final ProcessHandle process;
    private final Duration before;

    private Cpu(ProcessHandle process) {
        this.process = process;
        this.before = used(process);
    }

    static Cpu of(long pid) {
        return new Cpu(ProcessHandle.of(pid).orElseThrow());
    }

    static Cpu ours() {
        return new Cpu(ProcessHandle.current());
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// @return milliseconds of one core since this was made, for each of so many
    double millisEach(long count) {
        return used(process).minus(before).toNanos() / 1e6 / count;
    }
}
