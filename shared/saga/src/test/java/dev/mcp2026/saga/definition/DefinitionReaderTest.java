package dev.mcp2026.saga.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionReaderTest {
    private static final TenantId TENANT = new TenantId("default");
    private static final String HEAD = """
            apiVersion: mcp2026/v1
            kind: Saga
            metadata: { name: order, tenant: shop }
            spec:
              deadline: 1m
              input: { order: o-1, amount: 5, express: true }
              steps:
            """;
    private static final String CALL = "{ http: { url: 'http://localhost:1/x', body: { id: '${input.order}' } } }";

    private static String step(String name, String more) {
        return "    - { step: " + name + ", action: " + CALL + more + " }\n";
    }

    private static String undone(String name, String more) {
        return step(name, ", compensation: " + CALL + more);
    }

    private static SagaDefinition read(String steps) {
        return DefinitionReader.read("saga.yaml", HEAD + steps, TENANT);
    }

    private static Set<String> after(SagaDefinition saga, String name) {
        return saga.step(new StepName(name)).after().stream()
                .map(StepName::value)
                .collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void stepsComeAfterTheOneAboveAndBranchesBesideEachOther() {
        SagaDefinition saga = read(undone("a", "") + """
                    - parallel:
                        - - { step: b, action: CALL, compensation: none }
                          - { step: c, action: CALL, compensation: none }
                        - - { step: d, action: CALL, compensation: none }
                """.replace("CALL", CALL) + undone("e", ""));
        assertThat(after(saga, "a")).isEmpty();
        assertThat(after(saga, "b")).containsExactly("a");
        assertThat(after(saga, "c")).containsExactly("b");
        assertThat(after(saga, "d")).containsExactly("a");
        assertThat(after(saga, "e")).containsExactlyInAnyOrder("c", "d");
        assertThat(saga.tenant()).isEqualTo(new TenantId("shop"));
        assertThat(saga.deadline()).isEqualTo(Duration.ofMinutes(1));
        assertThat(saga.input().get("amount").isIntegralNumber()).isTrue();
        assertThat(saga.ancestors(new StepName("e"))).hasSize(4);
    }

    @Test
    void whatFollowsThePivotRecoversForwardWithoutEnd() {
        SagaDefinition saga = read(undone("a", "") + step("b", ", pivot: true") + step("c", ""));
        assertThat(saga.pivot())
                .hasValueSatisfying(step -> assertThat(step.name().value()).isEqualTo("b"));
        StepDefinition last = saga.step(new StepName("c"));
        assertThat(last.recovery()).isEqualTo(Recovery.FORWARD);
        assertThat(last.action().retry().isExhausted(1_000_000)).isFalse();
    }

    @Test
    void jsonIsReadAsWell() {
        assertThat(DefinitionReader.read("saga.json", """
                {"apiVersion":"mcp2026/v1","kind":"Saga","metadata":{"name":"one"},"spec":{"steps":[
                  {"step":"a","action":{"grpc":{"address":"localhost:1","method":"x.Y/Z"}},"compensation":"none"}]}}
                """, TENANT).tenant()).isEqualTo(TENANT);
    }

    @Test
    void aCompensationMayAskForItsOwnResultAndNotTakeItForGranted() {
        String own = ", compensation: { http: { url: 'http://localhost:1/x', body: '${EXPR}' } }";
        read(step("a", own.replace("EXPR", "has(results.a) ? results.a.id : input.order")));
        assertThatThrownBy(() -> read(step("a", own.replace("EXPR", "results.a.id"))))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("saga.yaml:8")
                .hasMessageContaining("results.a")
                .hasMessageContaining("not known");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            - { step: a, action: CALL }                                                    | has no compensation
            - { stage: a }                                                                 | no step and no branches, but 'stage'
            - { step: a, action: CALL, compensation: none, after: [b] }                     | comes after 'b', which is not there
            - { step: a, action: CALL, compensation: none, after: [a] }                     | steps wait for each other: a → a
            - { step: 1a, action: CALL, compensation: none }                                | is no step's name
            - { step: a, action: {}, compensation: none }                                   | field 'http' is missing
            - { step: a, action: { ftp: {} }, compensation: none }                          | unknown field 'ftp'
            - { step: a, action: { http: { url: 'ftp://x' } }, compensation: none }         | is no URL
            - { step: a, action: { http: { url: 'http://x', method: GET } }, compensation: none } | 'GET' is not known
            - { step: a, action: { http: { url: 'http://x/${input.' } }, compensation: none } | is not closed
            - { step: a, action: { http: { url: 'http://x/${input.}' } }, compensation: none } | does not compile
            - { step: a, action: { http: { url: 'http://x/${results.z}' } }, compensation: none } | no step before it
            - { step: a, action: { http: { url: 'http://x', headers: { Saga-Id: x } } }, compensation: none } | set by the coordinator
            - { step: a, action: { grpc: { address: 'x', method: 'a.B/C' } }, compensation: none } | is no address
            - { step: a, action: { grpc: { address: 'x:1', method: 'B' } }, compensation: none } | is no gRPC method
            - { step: a, action: CALL, pivot: true, compensation: none }                    | is the pivot and never compensated
            - { step: a, action: CALL, pivot: true, recovery: backward }                    | can't recover backward
            - { step: a, action: CALL, compensation: none, recovery: sideways }             | write backward or forward
            - { parallel: [[]] }                                                           | a branch without steps
            """)
    void refusesWithTheLine(String steps, String message) {
        assertThatThrownBy(() -> read("    " + steps.strip().replace("CALL", CALL) + "\n"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("saga.yaml:8");
    }

    @Test
    void refusesCyclesNamingThem() {
        assertThatThrownBy(() -> read(undone("a", ", after: [c]") + undone("b", "") + undone("c", "")))
                .hasMessageContaining("a → c → b → a");
    }

    @Test
    void refusesOneNameTwiceAndASecondPivotAndAPivotBesideAnother() {
        assertThatThrownBy(() -> read(undone("a", "") + undone("a", "")))
                .hasMessageContaining("saga.yaml:9")
                .hasMessageContaining("already at line 8");
        assertThatThrownBy(() -> read(step("a", ", pivot: true") + step("b", ", pivot: true")))
                .hasMessageContaining("a second pivot; the first is 'a'");
        assertThatThrownBy(() -> read(step("a", ", pivot: true") + undone("b", ", after: []")))
                .hasMessageContaining("the pivot 'a' runs beside 'b'");
    }
}
