package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's session, typed by a program: apply in cell 1, look from cell 2, kill, ask why, heal.
class McpctlSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 12;
    private static final int INVALID_ARGUMENT = 3;

    @TempDir
    static Path folder;

    private static TwoCells cells;
    private static McpctlProcess mcpctl;

    @BeforeAll
    static void start() throws Exception {
        cells = new TwoCells();
        mcpctl = new McpctlProcess(
                folder,
                cells.trust.svid(TwoCells.SHOP_OPERATOR),
                Map.of(
                        "cell1", cells.one.grpcAddress(),
                        "cell2", cells.two.grpcAddress(),
                        "nowhere", new InetSocketAddress(FreePort.loopback(), FreePort.find())));
    }

    @AfterAll
    static void stop() {
        if (cells != null) {
            cells.close();
        }
    }

    private static Path services(String name, int port) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                apiVersion: mcp2026/v1
                kind: Service
                metadata:
                  name: %s
                  tenant: shop
                spec:
                  instances:
                    - id: %s-1
                      endpoints: [{ name: main, host: 127.0.0.1, port: %d, protocol: tcp }]
                      checks:
                        - { name: port, tcp: {}, interval: 500ms, timeout: 300ms }
                """.formatted(name, name, port));
    }

    private static void awaitInCell2(String service, String state) {
        Await.until(
                service + " " + state + " in cell2",
                PATIENCE,
                () -> mcpctl.run("services", service, "--tenant", "shop", "--context", "cell2")
                        .out()
                        .contains(" " + state + " "));
    }

    @Test
    void whatIsAppliedInOneCellIsWatchedFromTheOther() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            Path file = services("cache", port);
            var applied = mcpctl.run("apply", "-f", file.toString());
            assertThat(applied.exit()).as(applied.err()).isZero();
            assertThat(applied.out()).contains("service/cache instance/cache-1 created");
            assertThat(mcpctl.run("apply", "-f", file.toString()).out()).contains("unchanged");
            awaitInCell2("cache", "UP");
        }
        awaitInCell2("cache", "DOWN");
        var why = mcpctl.run("why", "service/cache", "--tenant", "shop", "--context", "cell2");
        assertThat(why.exit()).isZero();
        assertThat(why.out())
                .contains("service/cache is DOWN")
                .contains("instance/cell1/cache/cache-1")
                .contains("cause     target")
                .contains("refused");
        try (ServerSocket again = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
            awaitInCell2("cache", "UP");
        }
    }

    @Test
    void programsGetJson() throws Exception {
        var listed = mcpctl.run("cells", "-o", "json");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.out().strip()).startsWith("[").contains("\"cell1\"").contains("\"cell2\"");
    }

    @Test
    void aCellThatIsDownHasItsOwnExitCodeAndAnAddressToLookAt() throws Exception {
        var refused = mcpctl.run("services", "--context", "nowhere", "--request-timeout", "2s");
        assertThat(refused.exit()).as(refused.err()).isEqualTo(UNAVAILABLE);
        assertThat(refused.err()).contains("nowhere").contains("127.0.0.1:");
    }

    @Test
    void aBadFileIsRefusedWithItsFieldAndNothingOfItIsApplied() throws Exception {
        Path file = services("broken", 1);
        Files.writeString(file, Files.readString(file).replace("port: 1,", "port: 99999,"));
        var refused = mcpctl.run("apply", "-f", file.toString());
        assertThat(refused.exit()).as(refused.err()).isEqualTo(INVALID_ARGUMENT);
        assertThat(refused.err()).contains("port").contains("99999");
        assertThat(mcpctl.run("services", "broken", "--tenant", "shop").out()).doesNotContain("broken-1");
    }
}
