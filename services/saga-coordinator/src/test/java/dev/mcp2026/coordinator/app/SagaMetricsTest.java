package dev.mcp2026.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.DefinitionReader;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SagaMetricsTest {
    private static final Instant BEGAN = Instant.parse("2026-11-27T00:00:00Z");
    private static final StepName STEP = new StepName("a");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SagaMetrics metrics = new SagaMetrics(meters);
    private Recorded saga = new Recorded(new SagaId("22222222222222222222a"), state(), "me", BEGAN, 1, 1, List.of());

    private static SagaState state() {
        var definition = DefinitionReader.read("saga.yaml", """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                    - { step: a, action: { http: { url: 'http://localhost:1/x' } }, compensation: none }
                """, new TenantId("default"));
        return SagaState.started(definition, JsonNodeFactory.instance.objectNode(), BEGAN);
    }

    private void happens(SagaEvent... events) {
        List<Recorded.Happened> all = new ArrayList<>(saga.events());
        for (SagaEvent event : events) {
            all.add(new Recorded.Happened(all.size() + 1L, BEGAN.plusSeconds(all.size() + 1L), event));
        }
        Recorded after = new Recorded(saga.id(), saga.state(), "me", BEGAN, saga.length() + 1, 1, all);
        metrics.changed(saga, after);
        saga = after;
    }

    private double calls(String side, String result) {
        return meters.counter("mcp.saga.calls", "side", side, "result", result).count();
    }

    @Test
    void eachEventIsCountedOnce() {
        happens(new SagaEvent.Begun(STEP), new SagaEvent.Succeeded(STEP, NullNode.instance));
        happens(new SagaEvent.Failed(STEP, Side.COMPENSATION, 1, "lost", BEGAN));
        happens(new SagaEvent.DeadLettered(STEP, Side.COMPENSATION, 2, "lost"));
        metrics.changed(saga, saga);
        happens(new SagaEvent.Undone(STEP), new SagaEvent.Compensated("refused"));

        assertThat(calls("action", "done")).isEqualTo(1);
        assertThat(calls("compensation", "failed")).isEqualTo(1);
        assertThat(calls("compensation", "dead")).isEqualTo(1);
        assertThat(calls("compensation", "done")).isEqualTo(1);
        Timer compensated =
                meters.get("mcp.saga.ended").tag("phase", "compensated").timer();
        assertThat(compensated.count()).isEqualTo(1);
        assertThat(compensated.totalTime(TimeUnit.SECONDS)).isEqualTo(6);
        assertThat(meters.get("mcp.saga.ended")
                        .tag("phase", "completed")
                        .timer()
                        .count())
                .isZero();
    }

    @Test
    void breakersTellHowLongTheyWereOpen() {
        metrics.opened("shop:80");
        metrics.prevented("shop:80");
        metrics.closed("shop:80", Duration.ofMillis(200));
        Timer recovery = meters.get("mcp.saga.breaker.recovery").timer();
        assertThat(recovery.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(200);
        assertThat(meters.get("mcp.saga.breaker.prevented").counter().count()).isEqualTo(1);
        assertThat(meters.get("mcp.saga.breaker.opened").counter().count()).isEqualTo(1);
    }
}
