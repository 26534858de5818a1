package dev.mcp2026.systemtests;

import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command line as users run it: the jar, or with `MCP_NATIVE=1` the binary.
final class McpctlProcess {
    private static final long LIMIT_SECONDS = 60;

    private final Path config;

    /// @param cells context name to gRPC address
    McpctlProcess(Path folder, SvidFiles identity, Map<String, InetSocketAddress> cells) throws IOException {
        config = folder.resolve("mcpctl.yaml");
        StringBuilder yaml = new StringBuilder("current: cell1\ncontexts:\n");
        cells.forEach((name, address) -> yaml.append(
                """
                  - name: %s
                    address: 127.0.0.1:%d
                    ca: %s
                    cert: %s
                    key: %s
                """.formatted(name, address.getPort(), identity.bundle(), identity.certificate(), identity.key())));
        Files.writeString(config, yaml.toString());
    }

    /// @param out standard output
    /// @param err standard error
    record Result(int exit, String out, String err) {}

    Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(BuiltApplication.command("mcpctl", List.of(), List.of()));
        command.addAll(List.of("--config", config.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("mcpctl", ".out");
        Path err = Files.createTempFile("mcpctl", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("mcpctl " + List.of(arguments) + " did not end");
        }
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
