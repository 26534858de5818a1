package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.grpc.BindableService;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import picocli.CommandLine;

/// A [FakeRegistry] and a [FakeMesh] behind mutual TLS on a loopback port, a [FakeIdentity] and [FakeSagas] on another,
/// and
/// `mcpctl` pointed at them; other cells may stand beside it.
final class CellUnderTest implements AutoCloseable {
    private static final String IDENTITY = "identity-cache";

    final FakeRegistry registry = new FakeRegistry();
    final FakeMesh mesh = new FakeMesh("cell1");
    final FakeIdentity identity = new FakeIdentity();
    final FakeSagas sagas = new FakeSagas();
    final Path directory;
    final TrustDirectory trust;
    private final Random random = new Random(1);
    private final Map<String, Server> others = new TreeMap<>();
    private final Server cache;
    private Server server;

    CellUnderTest(Path directory) throws IOException {
        this.directory = directory;
        this.trust = new TrustDirectory(directory.resolve("trust"));
        new TrustInit(trust, InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN,
                        List.of(new CellId("cell1"), new CellId("cell2"), new CellId("cell3"), new CellId("cell4")),
                        List.of("registry", IDENTITY)));
        cache = serve("cell1", IDENTITY, 0, identity, sagas);
        start(0);
        contexts(trust.svid(TrustPlan.DEVELOPER));
    }

    void start(int port) throws IOException {
        server = serve("cell1", "registry", port, registry, mesh);
    }

    /// Another cell, which the context file then names as well.
    void startOther(String cell, int port, BindableService... services) throws IOException {
        others.put(cell, serve(cell, "registry", port, services));
        contexts(trust.svid(TrustPlan.DEVELOPER));
    }

    int portOf(String cell) {
        return others.get(cell).getPort();
    }

    void stopOther(String cell) throws InterruptedException {
        others.get(cell).shutdownNow().awaitTermination();
    }

    private Server serve(String cell, String service, int port, BindableService... services) throws IOException {
        TrustDirectory.SvidFiles own = trust.svid(new Role.CellService(new CellId(cell), service));
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sslContext(GrpcSslContexts.forServer(
                                own.certificate().toFile(), own.key().toFile())
                        .trustManager(own.bundle().toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build());
        List.of(services).forEach(builder::addService);
        return builder.build().start();
    }

    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    int port() {
        return server.getPort();
    }

    void contexts(TrustDirectory.SvidFiles user) throws IOException {
        StringBuilder text = new StringBuilder("""
                current: cell1
                contexts:
                  - name: cell1
                    address: 127.0.0.1:%1$d
                    identity: 127.0.0.1:%2$d
                    saga: 127.0.0.1:%2$d
                    ca: trust/ca.pem
                    cert: %3$s
                    key: %4$s
                  - { name: nowhere, address: "127.0.0.1:1", ca: trust/ca.pem, cert: %3$s, key: %4$s }
                """.formatted(port(), cache.getPort(), user.certificate(), user.key()));
        others.forEach(
                (cell, other) -> text.append("""
                  - { name: %s, address: "127.0.0.1:%d", ca: trust/ca.pem, cert: %s, key: %s }
                """.formatted(cell, other.getPort(), user.certificate(), user.key())));
        Files.writeString(directory.resolve("mcpctl.yaml"), text);
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
                ZoneId.of("Europe/Berlin"),
                random);
        return CommandLines.create(
                environment, CommandLine.defaultFactory(), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Override
    public void close() throws InterruptedException {
        for (String cell : others.keySet()) {
            stopOther(cell);
        }
        stop();
        cache.shutdownNow().awaitTermination();
    }

    record Run(int code, String out, String err) {}
}
