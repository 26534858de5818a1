package dev.mcp2026.benchmarks.cell;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.measure.Ready;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.testkit.process.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// One registry as a process, and a client to it.
public final class RegistryCell implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private final CellPlan plan;
    private final ManagedProcess process;
    private final RegistryClient client;
    private Duration startUp;

    private RegistryCell(CellPlan plan, ManagedProcess process, RegistryClient client, long start) {
        this.plan = plan;
        this.process = process;
        this.client = client;
        this.startUp = awaitReady(start);
    }

    /// Starts it in a folder of its own and waits until it answers.
    public static RegistryCell start(Bench bench, CellPlan plan) throws IOException {
        return start(bench, bench.runtime(), plan);
    }

    public static RegistryCell start(Bench bench, CellRuntime runtime, CellPlan plan) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), plan.id() + "-");
        plan.write(folder, bench.trust());
        RegistryClient client = RegistryClient.open(plan.grpc(), bench.trust());
        long start = System.nanoTime();
        return new RegistryCell(plan, ManagedProcess.start(plan.id(), folder, runtime.command()), client, start);
    }

    private Duration awaitReady(long start) {
        try {
            return Ready.await(plan.id(), plan.grpc(), start, START_LIMIT, process::isAlive, client::answers);
        } catch (IllegalStateException e) {
            close();
            throw new IllegalStateException(e.getMessage() + "; its log is " + process.log(), e);
        }
    }

    /// Ends it in order and starts it again on its data; [#startUp] is of this start then.
    public void restart() {
        process.stop();
        long start = System.nanoTime();
        process.restart();
        startUp = awaitReady(start);
    }

    public RegistryClient client() {
        return client;
    }

    /// From starting the process to the first good answer over gRPC.
    public Duration startUp() {
        return startUp;
    }

    public double residentMiB() {
        return ResidentMemory.of(process.pid());
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
