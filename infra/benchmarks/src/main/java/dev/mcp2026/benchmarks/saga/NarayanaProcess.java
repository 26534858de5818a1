package dev.mcp2026.benchmarks.saga;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The Narayana LRA coordinator as a process, and a client of it, both over plain HTTP.
final class NarayanaProcess implements AutoCloseable {
    private final ManagedProcess process;
    private final LraClient client;

    private NarayanaProcess(ManagedProcess process, LraClient client) {
        this.process = process;
        this.client = client;
    }

    static NarayanaProcess start(Bench bench, Vertx vertx) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "narayana-");
        int port = FreePort.find();
        Path jar = bench.root().resolve("infra/benchmarks/narayana/target/narayana.jar");
        ManagedProcess process = ManagedProcess.start(
                "narayana",
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseG1GC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx512m",
                        "-jar",
                        jar.toString(),
                        Integer.toString(port),
                        folder.resolve("store").toString()));
        process.awaitPort(new InetSocketAddress("127.0.0.1", port), Duration.ofSeconds(60));
        return new NarayanaProcess(process, new LraClient(vertx, port, new HttpClientOptions()));
    }

    void run(List<Shop> shops) throws Exception {
        client.run(shops);
    }

    long pid() {
        return process.pid();
    }

    double residentMiB() {
        return ResidentMemory.of(process.pid());
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
