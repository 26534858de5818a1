package dev.mcp2026.testkit.etcd;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One member: its ports and directory stay the same over restarts.
final class EtcdMember {
    private static final long STOP_SECONDS = 10;

    final String name;
    final List<URI> clients;
    final URI peer;
    /// Health and metrics, always without TLS: a client port that asks for certificates answers no plain probe.
    final URI metrics;
    private final Path directory;
    private final List<String> arguments;
    private @Nullable Process process;

    EtcdMember(String name, List<URI> clients, URI peer, URI metrics, Path directory, List<String> arguments) {
        this.name = name;
        this.clients = clients;
        this.peer = peer;
        this.metrics = metrics;
        this.directory = directory;
        this.arguments = arguments;
    }

    void start(Path binary, String initialCluster) throws IOException {
        String client = clients.stream().map(URI::toString).collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--name=" + name,
                "--data-dir=" + directory.resolve(name),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-metrics-urls=" + metrics,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + initialCluster,
                "--initial-cluster-token=mcp2026-test",
                "--heartbeat-interval=100",
                "--election-timeout=1000",
                "--logger=zap",
                "--log-outputs=stderr"));
        command.addAll(arguments);
        File log = directory.resolve(name + ".log").toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    long pid() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process.pid();
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /// SIGKILL: as if its machine lost power, short of the disk's cache.
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        }
    }

    /// SIGSTOP or SIGCONT: the process keeps its connections and answers nothing.
    void signal(String name) throws IOException, InterruptedException {
        if (process != null) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }
}
