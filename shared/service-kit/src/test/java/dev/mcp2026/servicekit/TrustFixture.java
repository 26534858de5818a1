package dev.mcp2026.servicekit;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes a trust domain for one run of the application under test, and another that it must not trust.
public class TrustFixture implements QuarkusTestResourceLifecycleManager {
    static final String DOMAIN = "mcp2026.local";
    static final Role CELL = new Role.CellService(new CellId("cell1"), "probe");
    static final Role TENANT_OPERATOR = new Role.TenantOperator(new TenantId("acme"), "bob");
    static final Role WORKLOAD = new Role.Workload(new TenantId("acme"), "shop");

    static final Role EXPIRED = new Role.PlatformOperator("former");

    private Path root;

    @Override
    public Map<String, String> start() {
        try {
            root = Files.createTempDirectory("mcp-trust");
            TrustPlan plan = TrustPlan.of(DOMAIN, List.of(new CellId("cell1")), List.of("probe"))
                    .with(TENANT_OPERATOR)
                    .with(WORKLOAD);
            // The authority is a hundred days old, so that what it issued then and no one renewed has run out.
            Instant longAgo = Instant.now().minus(Duration.ofDays(100));
            init("good", plan.with(EXPIRED), InstantSource.fixed(longAgo));
            init("good", plan, InstantSource.system());
            // Another authority, of the same name.
            init("impostor", plan, InstantSource.system());
            return Map.ofEntries(
                    Map.entry("mcp.service", "probe"),
                    Map.entry("mcp.cell.id", "cell1"),
                    Map.entry("mcp.http.port", "8443"),
                    Map.entry("mcp.grpc.port", "9443"),
                    Map.entry("mcp.mesh.port", String.valueOf(freePort())),
                    Map.entry("mcp.mesh.qlog.directory", root.resolve("qlog").toString()),
                    Map.entry("mcp.trust.dir", root.resolve("good").toString()),
                    Map.entry("mcp.trust.reload-period", "1s"),
                    Map.entry("mcp.http.max-body-size", "4K"),
                    Map.entry("quarkus.http.test-ssl-port", String.valueOf(freePort())),
                    Map.entry("quarkus.grpc.server.test-port", String.valueOf(freePort())),
                    Map.entry("test.trust.root", root.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void init(String name, TrustPlan plan, InstantSource clock) {
        new TrustInit(new TrustDirectory(root.resolve(name)), clock, new SecureRandom()).run(plan);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
