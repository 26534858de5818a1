package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.saga.template.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Requests of a saga with one step, and the way to this host.
final class Calls {
    static final TenantId TENANT = new TenantId("shop");
    static final Addresses LOOPBACK = new Addresses(new AllowList(Map.of("*", List.of("127.0.0.1:*"))));
    private static final SagaId SAGA = new SagaId("22222222222222222222a");

    private Calls() {}

    /// @param call as it is written in a definition
    static Request of(String call, Side side, Duration limit) {
        SagaDefinition saga = DefinitionReader.read("saga.yaml", """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                    - { step: a, resource: 'ünit/1', action: CALL, compensation: none }
                """.replace("CALL", call), TENANT);
        StepName step = new StepName("a");
        Call action = saga.step(step).action().call();
        return new Request(
                SAGA,
                TENANT,
                step,
                side,
                Token.of(SAGA, step, side, "ünit/1"),
                7,
                action,
                new Scope(saga.input(), Map.of(), Map.of()),
                limit,
                Instant.now().plus(limit));
    }
}
