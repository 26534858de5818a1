package dev.mcp2026.coordinator.drive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaStart;
import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.testkit.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// People who start sagas at any coordinator, again with the same key where they were not answered, and who take some
/// of them back.
final class Clients {
    static final String ONE_SAGA_A_KEY = "oneSagaAKey";
    static final List<String> STEPS = List.of("a", "b", "c", "d", "e");
    private static final int TRIES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final double WITHOUT_KEY = 0.3;
    private static final String SOURCE = source();
    private static final SagaDefinition DEFINITION =
            DefinitionReader.read("saga.yaml", SOURCE, new TenantId("default"));

    private final World world;
    private final Simulation sim;
    private final RandomGenerator random;
    private final List<SagaId> acknowledged = new ArrayList<>();
    private final Map<String, SagaId> byKey = new TreeMap<>();
    private @Nullable String broken;

    private static String source() {
        String call = "{ http: { url: 'http://localhost:1/x' }, deadline: 1s,"
                + " retry: { attempts: 3, backoff: 50ms, cap: 400ms } }";
        String undo = "{ http: { url: 'http://localhost:1/x' }, deadline: 1s,"
                + " retry: { attempts: 1000, backoff: 50ms, cap: 400ms } }";
        return """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                    - { step: a, action: CALL, compensation: UNDO }
                    - parallel:
                        - - { step: b, action: CALL, compensation: UNDO }
                        - - { step: c, action: CALL, compensation: UNDO }
                        - - { step: d, action: CALL, compensation: UNDO }
                    - { step: e, action: CALL, compensation: UNDO }
                """.replace("CALL", call).replace("UNDO", undo);
    }

    Clients(World world) {
        this.world = world;
        this.sim = world.sim();
        this.random = sim.random();
        sim.invariant(ONE_SAGA_A_KEY, () -> Optional.ofNullable(broken));
    }

    /// Starts that somebody was told of.
    List<SagaId> acknowledged() {
        return acknowledged;
    }

    void plan(int sagas, Duration time) {
        for (int i = 0; i < sagas; i++) {
            String key = random.nextDouble() < WITHOUT_KEY ? "" : "key-" + i;
            sim.after(at(time), "start", () -> start(key, TRIES));
        }
        for (int i = 0; i < sagas / 4; i++) {
            sim.after(at(time), "cancel", this::cancel);
        }
    }

    private Duration at(Duration time) {
        return Duration.ofMillis(random.nextLong(time.toMillis()));
    }

    private void start(String key, int tries) {
        if (byKey.containsKey(key) || tries == 0) {
            return;
        }
        any().ifPresent(coordinator -> coordinator.request("client", () -> {
            try {
                JsonNode input = DEFINITION.input();
                told(key, coordinator.driver().start(new SagaStart(DEFINITION, SOURCE, input, "me", key)));
            } catch (FaultException e) {
                // Comes again, if at all, with the same key.
            }
        }));
        if (!key.isEmpty()) {
            sim.after(PATIENCE, "again", () -> start(key, tries - 1));
        }
    }

    private void told(String key, SagaId id) {
        if (key.isEmpty()) {
            acknowledged.add(id);
            return;
        }
        SagaId before = byKey.putIfAbsent(key, id);
        if (before == null) {
            acknowledged.add(id);
        } else if (!before.equals(id)) {
            broken = key + " has started " + before + " and " + id;
        }
    }

    private void cancel() {
        if (acknowledged.isEmpty()) {
            return;
        }
        SagaId id = acknowledged.get(random.nextInt(acknowledged.size()));
        world.running().stream()
                .filter(each -> each.driver().drives(id))
                .forEach(each -> each.request("cancel", () -> {
                    try {
                        each.driver().give(id, new Command.Cancel("me", "changed my mind"));
                    } catch (FaultException e) {
                        // Too late, or another's by now.
                    }
                }));
    }

    private Optional<SimCoordinator> any() {
        List<SimCoordinator> running = world.running();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }
}
