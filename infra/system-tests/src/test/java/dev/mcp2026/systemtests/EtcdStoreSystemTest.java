package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Duration;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RegistryGrpc.RegistryBlockingStub;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import dev.mcp2026.testkit.etcd.MutualTls;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that keeps its declared instances in an etcd with mutual TLS, and starts while etcd is away.
class EtcdStoreSystemTest {
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(60);
    private static final Role REGISTRY = new Role.CellService(new CellId("cell1"), "registry");

    @TempDir
    Path folder;

    private TrustDirectory trust;
    private EtcdCluster etcd;
    private RegistryProcess cell;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(EtcdCluster.missing().isEmpty(), () -> EtcdCluster.missing().orElse(""));
        trust = new TrustDirectory(folder.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("registry"))
                        .with(TwoCells.SHOP_OPERATOR));
        SvidFiles svid = trust.svid(REGISTRY);
        etcd = EtcdCluster.startSecured(1, new MutualTls(svid.bundle(), svid.certificate(), svid.key()));
        cell = new RegistryProcess("cell1", folder, trust);
        Files.createDirectories(folder.resolve("cell1"));
        // Quarkus reads it in the working directory, above the file that the process is given.
        Files.writeString(folder.resolve("cell1/.env"), """
                mcp.store.kind=etcd
                mcp.store.etcd.endpoints=%s
                mcp.store.etcd.tls.bundle=%s
                mcp.store.etcd.tls.certificate=%s
                mcp.store.etcd.tls.key=%s
                """.formatted(
                        etcd.clientUrls().stream().map(URI::toString).collect(Collectors.joining(",")),
                        svid.bundle(),
                        svid.certificate(),
                        svid.key()));
    }

    @AfterEach
    void stop() {
        if (cell != null) {
            cell.close();
        }
        if (etcd != null) {
            etcd.close();
        }
    }

    @Test
    void aRegistryStartsWithoutItsEtcdAndLoadsItsDeclaredInstancesLater() throws Exception {
        cell.start("");
        RegistryBlockingStub registry = TwoCells.registry(cell, TwoCells.SHOP_OPERATOR);
        Await.until("declared writes are taken", PATIENCE, () -> {
            register(registry, TwoCells.tcpInstance("kept", "kept-1", 1).build());
            return true;
        });
        assertThat(health()).contains("\"READ_WRITE\"");

        cell.kill();
        etcd.kill(0);
        cell.restart();

        assertThat(health()).contains("\"store\": \"READ_ONLY\"");
        assertThat(cells()).contains("READ_ONLY");
        assertThat(TwoCells.find(registry, "kept")).isEmpty();
        assertThatThrownBy(() -> register(
                        registry, TwoCells.tcpInstance("refused", "r-1", 1).build()))
                .isInstanceOf(StatusRuntimeException.class)
                .satisfies(
                        e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION))
                .hasMessageContaining("READ_ONLY");
        register(
                registry,
                TwoCells.tcpInstance("leased", "l-1", 1)
                        .setLease(Duration.newBuilder().setSeconds(60))
                        .build());
        assertThat(TwoCells.find(registry, "leased")).isPresent();

        etcd.restart(0);
        Await.until(
                "kept is there", PATIENCE, () -> TwoCells.find(registry, "kept").isPresent());
        assertThat(TwoCells.find(registry, "leased")).isPresent();
        Await.until("declared writes are taken again", PATIENCE, () -> {
            register(registry, TwoCells.tcpInstance("after", "a-1", 1).build());
            return true;
        });
        assertThat(cells()).contains("READ_WRITE");
    }

    private static void register(RegistryBlockingStub registry, Registration registration) {
        var _ = registry.register(
                RegisterRequest.newBuilder().setRegistration(registration).build());
    }

    private String health() throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(TlsMaterial.read(trust.svid(TrustPlan.DEVELOPER))
                        .withoutSvid()
                        .sslContext())
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + cell.httpPort + "/q/health"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private String cells() throws Exception {
        return new McpctlProcess(folder, trust.svid(TwoCells.SHOP_OPERATOR), Map.of("cell1", cell.grpcAddress()))
                .run("cells")
                .out();
    }
}
