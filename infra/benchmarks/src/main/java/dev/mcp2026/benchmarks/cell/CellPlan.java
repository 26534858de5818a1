package dev.mcp2026.benchmarks.cell;

import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// One cell's settings, as `./mcp up` writes them.
///
/// @param peers as `mcp.registry.peers` wants them; empty: it stands alone
/// @param more further settings
public record CellPlan(String id, int httpPort, int grpcPort, String peers, Map<String, String> more) {
    public CellPlan {
        more = Map.copyOf(more);
    }

    /// On free ports.
    public static CellPlan of(String id) {
        return new CellPlan(id, FreePort.find(), FreePort.find(), "", Map.of());
    }

    public CellPlan peers(String value) {
        return new CellPlan(id, httpPort, grpcPort, value, more);
    }

    public CellPlan with(Map<String, String> settings) {
        return new CellPlan(id, httpPort, grpcPort, peers, settings);
    }

    InetSocketAddress grpc() {
        return new InetSocketAddress(FreePort.loopback(), grpcPort);
    }

    /// Puts the settings where Quarkus looks for them: `config/` in the working directory.
    public void write(Path folder, TrustDomain trust) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("mcp.cell.id", id);
        settings.put("mcp.cell.region", "region-" + id);
        settings.put("mcp.cell.zone", "zone-" + id);
        settings.put("mcp.registry.peers", peers);
        settings.put("mcp.store.kind", "embedded");
        settings.put("mcp.store.path", folder.resolve("data").toString());
        settings.put("mcp.trust.dir", trust.directory().toString());
        settings.put("mcp.bind.host", "127.0.0.1");
        settings.put("mcp.http.port", Integer.toString(httpPort));
        settings.put("mcp.grpc.port", Integer.toString(grpcPort));
        settings.putAll(more);
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.properties"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining("\n", "", "\n")));
    }
}
