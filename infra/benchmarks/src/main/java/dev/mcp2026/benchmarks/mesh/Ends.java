package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.mesh.load.EchoServerMain;
import dev.mcp2026.benchmarks.mesh.load.LoadClientMain;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The echo server and the load client, running, on loopback or on two nodes of a WAN box.
final class Ends implements AutoCloseable {
    static final String CLIENT = "client";
    static final String SERVER = "server";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String LOOPBACK = "127.0.0.1";

    private final List<ManagedProcess> processes = new ArrayList<>();
    private final LoadClient client;

    private Ends(LoadClient client) {
        this.client = client;
    }

    static Ends onLoopback(Bench bench) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "loopback-");
        return start(bench, folder, LOOPBACK, (name, command) -> ManagedProcess.start(name, folder, command));
    }

    /// @throws IllegalStateException saying why there can be none here
    static WanBox openBox() {
        return openBox(CLIENT, SERVER);
    }

    static WanBox openBox(String... nodes) {
        WanBox.unavailable().ifPresent(why -> {
            throw new IllegalStateException("no WAN box: " + why);
        });
        return WanBox.open(nodes);
    }

    /// @param box with the nodes [#CLIENT] and [#SERVER]
    static Ends in(WanBox box, Bench bench) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "wan-");
        String host = box.node(SERVER).address().getHostAddress();
        return start(bench, folder, host, (name, command) -> box.node(name).start(name, folder, command));
    }

    private static Ends start(Bench bench, Path folder, String host, Starter starter) {
        String port = Integer.toString(FreePort.find());
        String probes = Integer.toString(FreePort.find());
        String trust = bench.trust().directory().toString();
        Path control = folder.resolve("control");
        Ends ends = new Ends(new LoadClient(control));
        try {
            ends.processes.add(starter.start(SERVER, jvm(EchoServerMain.class, trust, host, port, probes)));
            ManagedProcess client =
                    starter.start(CLIENT, jvm(LoadClientMain.class, trust, host, port, probes, control.toString()));
            ends.processes.add(client);
            client.awaitReady("control socket", START_LIMIT, ends.client::answers);
            for (Transport each : Transport.values()) {
                client.awaitReady(each + " call", START_LIMIT, () -> ends.client.reaches(each));
            }
            return ends;
        } catch (RuntimeException | AssertionError failure) {
            ends.close();
            throw failure;
        }
    }

    /// A program of this bench as a process of its own.
    static List<String> jvm(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms256m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    List<Long> processIds() {
        return processes.stream().map(ManagedProcess::pid).toList();
    }

    LoadClient client() {
        return client;
    }

    @Override
    public void close() {
        processes.reversed().forEach(ManagedProcess::close);
    }

    private interface Starter {
        ManagedProcess start(String name, List<String> command);
    }
}
