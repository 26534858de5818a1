package dev.mcp2026.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyKindIsAnErrorStatusWithAType(FaultKind kind) {
        Problem problem = Problem.of(new Fault(kind, null, "d", "a"), "/api/v1/services", "t");
        assertThat(problem.status()).isBetween(400, 599);
        assertThat(problem.members())
                .containsEntry("kind", kind.name())
                .containsEntry("type", WireCode.typeOf(kind))
                .containsEntry("instance", "/api/v1/services");
    }

    @Test
    void membersWithoutAValueAreLeftOut() {
        Problem problem = Problem.of(new Fault(FaultKind.NOT_FOUND, null, "no such service", ""), null, null);
        assertThat(problem.members()).containsOnlyKeys("type", "title", "status", "detail", "kind");
        assertThat(problem.members().get("type")).isEqualTo("urn:mcp2026:fault:not-found");
    }

    @Test
    void aLimitHitByAFieldDoesNotInviteARetry() {
        assertThat(Problem.of(new Fault(FaultKind.LIMIT_EXCEEDED, "labels", "65 labels", ""), null, null)
                        .status())
                .isEqualTo(422);
        assertThat(Problem.of(new Fault(FaultKind.LIMIT_EXCEEDED, null, "too many watches", ""), null, null)
                        .status())
                .isEqualTo(429);
    }
}
