package dev.mcp2026.systemtests;

import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The participants of the example saga as processes, each with a database file of its own.
final class ShopProcesses implements AutoCloseable {
    static final List<String> NAMES = List.of("inventory", "payment", "shipping");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Path EXAMPLES =
            Path.of("../../infra/examples").toAbsolutePath().normalize();
    /// Where the example's file says that they are.
    private static final int FIRST_PORT = 15061;

    private final Path folder;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, ManagedProcess> processes = new LinkedHashMap<>();

    ShopProcesses(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        for (String name : NAMES) {
            int port = FreePort.find();
            ports.put(name, port);
            processes.put(
                    name, ManagedProcess.start(name, folder, java(name, Integer.toString(port), folder.toString())));
        }
        NAMES.forEach(this::await);
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                EXAMPLES.resolve("participants/target/participants.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private void await(String name) {
        processes.get(name).awaitPort(new InetSocketAddress(FreePort.loopback(), ports.get(name)), START);
    }

    /// The example's definition, with the ports of these.
    String definition() throws Exception {
        String text = Files.readString(EXAMPLES.resolve("saga-order.yaml"));
        for (int i = 0; i < NAMES.size(); i++) {
            text = text.replace("127.0.0.1:" + (FIRST_PORT + i), "127.0.0.1:" + ports.get(NAMES.get(i)));
        }
        return text;
    }

    /// As `mcp.saga.participants.default` wants them.
    String addresses() {
        return String.join(
                ",", ports.values().stream().map(port -> "127.0.0.1:" + port).toList());
    }

    void killAndRestart(String name) {
        kill(name);
        restart(name);
    }

    void kill(String name) {
        processes.get(name).kill();
    }

    void restart(String name) {
        processes.put(name, processes.get(name).restart());
        await(name);
    }

    /// What took effect of each saga, and how often: from the files, by the program that users have for it.
    Map<String, Map<String, Integer>> ledger() throws Exception {
        Path out = folder.resolve("ledger.txt");
        Process process = new ProcessBuilder(java("ledger", folder.toString()))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("the ledger can't be read");
        }
        Map<String, Map<String, Integer>> effects = new TreeMap<>();
        for (String line : Files.readAllLines(out).stream().skip(1).toList()) {
            String[] columns = line.strip().split("\\s+");
            effects.computeIfAbsent(columns[3], saga -> new TreeMap<>())
                    .merge(columns[1], Integer.parseInt(columns[2]), Integer::sum);
        }
        return effects;
    }

    @Override
    public void close() {
        processes.values().forEach(ManagedProcess::close);
    }
}
