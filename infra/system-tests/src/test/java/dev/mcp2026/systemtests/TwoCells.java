package dev.mcp2026.systemtests;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.proto.registry.v1.TcpCheck;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.wan.WanRelay;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Two cells that peer over relays, so that a test can cut them apart.
final class TwoCells implements AutoCloseable {
    static final TenantId SHOP = new TenantId("shop");
    static final Role SHOP_OPERATOR = new Role.TenantOperator(SHOP, "ann");
    static final Role SHOP_WORKLOAD = new Role.Workload(SHOP, "web");
    static final Role BANK_OPERATOR = new Role.TenantOperator(new TenantId("bank"), "bob");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TrustDirectory trust;
    final RegistryProcess one;
    final RegistryProcess two;
    final WanRelay toOne;
    final WanRelay toTwo;

    TwoCells() throws Exception {
        Path root = Files.createTempDirectory("mcp-system-test");
        trust = new TrustDirectory(root.resolve("trust"));
        TrustPlan plan = TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN,
                        List.of(new CellId("cell1"), new CellId("cell2")),
                        List.of("registry"))
                .with(SHOP_OPERATOR)
                .with(SHOP_WORKLOAD)
                .with(BANK_OPERATOR);
        new TrustInit(trust, InstantSource.system(), new SecureRandom()).run(plan);
        one = new RegistryProcess("cell1", root, trust);
        two = new RegistryProcess("cell2", root, trust);
        toOne = WanRelay.to(one.grpcAddress()).start();
        toTwo = WanRelay.to(two.grpcAddress()).start();
        one.start("cell2=127.0.0.1:" + toTwo.address().getPort());
        two.start("cell1=127.0.0.1:" + toOne.address().getPort());
    }

    static RegistryGrpc.RegistryBlockingStub registry(RegistryProcess cell, Role role) throws Exception {
        return RegistryGrpc.newBlockingStub(cell.channel(role));
    }

    static Registration.Builder tcpInstance(String service, String instance, int port) {
        return Registration.newBuilder()
                .setTenant(SHOP.value())
                .setService(service)
                .setInstance(instance)
                .addEndpoints(Endpoint.newBuilder().setHost("127.0.0.1").setPort(port))
                .addChecks(Check.newBuilder()
                        .setName("port")
                        .setInterval(com.google.protobuf.Duration.newBuilder().setNanos(500_000_000))
                        .setTcp(TcpCheck.getDefaultInstance()));
    }

    static Optional<Instance> find(RegistryGrpc.RegistryBlockingStub registry, String service) {
        return registry
                .resolve(ResolveRequest.newBuilder()
                        .setSelector(
                                Selector.newBuilder().setTenant(SHOP.value()).setService(service))
                        .build())
                .getInstancesList()
                .stream()
                .findFirst();
    }

    static Instance await(
            RegistryGrpc.RegistryBlockingStub registry, String service, String what, Predicate<Instance> goal) {
        return Await.value(
                        what,
                        PATIENCE,
                        () -> find(registry, service),
                        found -> found.filter(goal).isPresent())
                .orElseThrow();
    }

    static Instance awaitState(RegistryGrpc.RegistryBlockingStub registry, String service, HealthState state) {
        return await(
                registry,
                service,
                service + " " + state,
                found -> found.getVerdict().getState() == state);
    }

    @Override
    public void close() {
        toOne.close();
        toTwo.close();
        one.close();
        two.close();
    }
}
