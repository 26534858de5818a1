package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine;

/// A [FakeRegistry] behind mutual TLS on a loopback port, and `mcpctl` pointed at it.
final class CellUnderTest implements AutoCloseable {
    final FakeRegistry registry = new FakeRegistry();
    final Path directory;
    final TrustDirectory trust;
    private final Random random = new Random(1);
    private Server server;

    CellUnderTest(Path directory) throws IOException {
        this.directory = directory;
        this.trust = new TrustDirectory(directory.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(TrustPlan.DEFAULT_TRUST_DOMAIN, List.of(new CellId("cell1")), List.of("registry")));
        start(0);
        contexts(trust.svid(TrustPlan.DEVELOPER));
    }

    void start(int port) throws IOException {
        TrustDirectory.SvidFiles own = trust.svid(new Role.CellService(new CellId("cell1"), "registry"));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sslContext(GrpcSslContexts.forServer(
                                own.certificate().toFile(), own.key().toFile())
                        .trustManager(own.bundle().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .addService(registry)
                .build()
                .start();
    }

    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    int port() {
        return server.getPort();
    }

    void contexts(TrustDirectory.SvidFiles user) throws IOException {
        Files.writeString(directory.resolve("mcpctl.yaml"), """
                current: cell1
                contexts:
                  - name: cell1
                    address: 127.0.0.1:%d
                    ca: trust/ca.pem
                    cert: %s
                    key: %s
                  - { name: nowhere, address: "127.0.0.1:1", ca: trust/ca.pem, cert: %2$s, key: %3$s }
                """.formatted(port(), user.certificate(), user.key()));
    }

    Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        return new Run(line(out, err).execute(arguments), out.toString(), err.toString());
    }

    CommandLine line(StringWriter out, StringWriter err) {
        Environment environment = new Environment(
                Map.of("MCPCTL_CONFIG", directory.resolve("mcpctl.yaml").toString()),
                directory,
                false,
                InstantSource.fixed(Instant.ofEpochSecond(FakeRegistry.NOON.getSeconds() + 12)),
                random);
        return CommandLines.create(
                environment, CommandLine.defaultFactory(), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }

    record Run(int code, String out, String err) {}
}
