package dev.mcp2026.testkit.process;

import dev.mcp2026.testkit.await.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One operating-system process, with its children, that a test starts, disturbs and ends. Its standard output and
/// error go to one log file, whose end is part of each failure message. Not thread-safe: one test drives it.
public final class ManagedProcess implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final int LOG_TAIL_LINES = 40;

    private final String name;
    private final ProcessBuilder builder;
    private final Path log;
    private Process process;
    private Thread lastResort;

    private ManagedProcess(String name, ProcessBuilder builder, Path log) {
        this.name = name;
        this.builder = builder;
        this.log = log;
        this.process = launch();
        this.lastResort = endWithThisMachine(process);
    }

    /// Starts `command` in `folder`, which also gets the log `<name>.log`.
    ///
    /// @param environment added to this process' own
    /// @throws UncheckedIOException if the program can't be started
    public static ManagedProcess start(
            String name, Path folder, List<String> command, Map<String, String> environment) {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ManagedProcess(name, builder, log);
    }

    public static ManagedProcess start(String name, Path folder, List<String> command) {
        return start(name, folder, command, Map.of());
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Path log() {
        return log;
    }

    /// Waits until something accepts connections at `address`.
    ///
    /// @throws AssertionError after `deadline`, or at once if the process ended, with the end of its log
    public ManagedProcess awaitPort(InetSocketAddress address, Duration deadline) {
        return awaitReady("port " + address.getPort(), deadline, () -> {
            try (Socket socket = new Socket()) {
                socket.connect(address, 1_000);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /// Waits until `ready` holds. Fails as [#awaitPort] does.
    public ManagedProcess awaitReady(String what, Duration deadline, Callable<Boolean> ready) {
        try {
            Await.until(name + " " + what, deadline, () -> !process.isAlive() || ready.call());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + logTail(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended with " + process.exitValue() + "\n" + logTail());
        }
        return this;
    }

    /// SIGSTOP: the process keeps its sockets and answers nothing, like a machine that swaps or a long pause of a
    /// garbage collector.
    public void pause() {
        signal("STOP");
    }

    /// SIGCONT, after [#pause].
    public void resume() {
        signal("CONT");
    }

    /// SIGKILL, to the process and its children: what a crash looks like. Returns when it is gone.
    public void kill() {
        List<ProcessHandle> all = family().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        ended("SIGKILL");
    }

    /// SIGTERM, then after 10 s SIGKILL. Returns when it is gone.
    public void stop() {
        if (process.isAlive()) {
            List<ProcessHandle> children = process.descendants().toList();
            resume();
            process.destroy();
            try {
                if (!process.waitFor(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
        ended("SIGTERM");
    }

    /// Starts the same command again after it ended, in the same folder and with the same log.
    ///
    /// @throws IllegalStateException if it still runs
    public ManagedProcess restart() {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " still runs as process " + pid() + "; stop or kill it first");
        }
        process = launch();
        lastResort = endWithThisMachine(process);
        return this;
    }

    /// As [#stop], for try-with-resources.
    @Override
    public void close() {
        stop();
    }

    /// The last lines of the log, for a failure message.
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            int from = Math.max(0, lines.size() - LOG_TAIL_LINES);
            return "--- end of " + log + "\n" + String.join("\n", lines.subList(from, lines.size()));
        } catch (IOException e) {
            return "--- no log: " + e.getMessage();
        }
    }

    private Process launch() {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    private void ended(String signal) {
        try {
            if (!process.waitFor(STOP_GRACE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " (process " + pid() + ") survived " + signal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        forgetLastResort();
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private void signal(String signal) {
        for (ProcessHandle each : family().filter(ProcessHandle::isAlive).toList()) {
            try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(each.pid()))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A test run that ends early must not leave servers behind.
    private static Thread endWithThisMachine(Process process) {
        Thread hook = new Thread(() -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private void forgetLastResort() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running already.
        }
    }
}
