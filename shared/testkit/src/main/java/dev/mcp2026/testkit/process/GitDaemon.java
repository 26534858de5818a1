package dev.mcp2026.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `git daemon` over one bare repository, `desired.git`, that anyone on loopback may fetch from and push to.
public final class GitDaemon implements RealServer {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final String REPOSITORY = "desired.git";

    private final InetSocketAddress address;
    private final Path folder;
    private final ManagedProcess process;

    private GitDaemon(InetSocketAddress address) {
        this.address = address;
        this.folder = Folders.temporary("git");
        run(
                "init",
                "--quiet",
                "--bare",
                "--initial-branch=main",
                folder.resolve(REPOSITORY).toString());
        this.process = ManagedProcess.start(
                "git-daemon",
                folder,
                List.of(
                        // The program itself and not `git daemon`, which would be a parent that a signal stops at.
                        program().toString(),
                        "--reuseaddr",
                        "--export-all",
                        "--enable=receive-pack",
                        "--base-path=" + folder,
                        "--listen=" + address.getAddress().getHostAddress(),
                        "--port=" + address.getPort()));
    }

    /// False if git, or its daemon, is not installed: skip the test then.
    public static boolean available() {
        return Programs.find("git").isPresent() && Files.isExecutable(program());
    }

    public static GitDaemon start() {
        GitDaemon server = new GitDaemon(FreePort.address());
        server.awaitReady();
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /// Where to clone from and push to: `git://127.0.0.1:<port>/desired.git`.
    public URI repository() {
        return URI.create(
                "git://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/" + REPOSITORY);
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void awaitReady() {
        process.awaitPort(address, START_DEADLINE);
    }

    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }

    private static Path program() {
        return Path.of(run("--exec-path").strip(), "git-daemon");
    }

    private static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(Programs.require("git", "git").toString());
        try {
            Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
