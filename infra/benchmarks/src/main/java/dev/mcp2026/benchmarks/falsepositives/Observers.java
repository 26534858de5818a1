package dev.mcp2026.benchmarks.falsepositives;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.Endpoint;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.health.HealthRules;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.health.Verdict;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Ours and the poll, side by side on the same targets: an HTTP check each second with a timeout of one second, no
/// heartbeats, no other observer.
final class Observers implements AutoCloseable {
    private static final CellId CELL = new CellId("bench");
    private static final TenantId TENANT = new TenantId("bench");
    private static final ServiceName SERVICE = new ServiceName("target");

    private final Map<InstanceKey, Watched> watched = new ConcurrentHashMap<>();
    private final PlainPoll poll = new PlainPoll();
    private final HealthMonitor monitor = new HealthMonitor(
            CELL,
            InstantSource.system(),
            System::nanoTime,
            new Random(),
            HealthRules.defaults(),
            ProbeLimits.defaults(),
            this::verdict);

    void watch(InetSocketAddress address, Watched target) {
        InstanceKey key = key(target);
        watched.put(key, target);
        CheckSpec check = new CheckSpec(
                "http",
                "main",
                CheckSpec.DEFAULT_INTERVAL,
                CheckSpec.DEFAULT_TIMEOUT,
                new CheckKind.Http("/", 200, 399));
        Endpoint endpoint = new Endpoint("main", address.getAddress().getHostAddress(), address.getPort(), "http");
        monitor.track(
                key,
                new Registration(
                        TENANT, SERVICE, key.instance(), List.of(endpoint), "", "", Map.of(), List.of(check), null));
        poll.watch(address, target);
    }

    boolean allUp() {
        return watched.keySet().stream()
                .allMatch(key -> monitor.verdict(key).orElseThrow().state() == HealthState.UP);
    }

    private void verdict(InstanceKey key, Verdict verdict) {
        Watched target = watched.get(key);
        if (target != null) {
            switch (verdict.state()) {
                case DOWN -> target.oursDown();
                case SUSPECT -> target.oursSuspect();
                case UP, UNKNOWN -> {}
            }
        }
    }

    private static InstanceKey key(Watched target) {
        return new InstanceKey(CELL, TENANT, SERVICE, new InstanceId(target.name()));
    }

    @Override
    public void close() {
        monitor.close();
        poll.close();
    }
}
