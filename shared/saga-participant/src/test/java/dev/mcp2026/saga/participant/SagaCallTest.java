package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SagaCallTest {
    /// `printf 'cell/eu 1/é' | sha256sum`.
    private static final String DIGITS = "a7becb392b14a43d";

    private static final Map<String, String> HEADERS = Map.of(
            "Idempotency-Key", "s-1:cell.drain:" + DIGITS,
            "Saga-Id", "s-1",
            "Saga-Step", "drain",
            "Saga-Action", "compensation",
            "Saga-Epoch", "7",
            "Saga-Deadline", "2026-01-01T02:00:00.5+01:00",
            "Saga-Resource", "cell/eu%201/%C3%a9");

    private static SagaCall with(String header, String value) {
        Map<String, String> changed = new HashMap<>(HEADERS);
        changed.put(header, value);
        return SagaCall.fromHeaders(changed::get);
    }

    private static void assertRefused(String header, String value, FaultKind kind) {
        assertThatThrownBy(() -> with(header, value))
                .isInstanceOfSatisfying(FaultException.class, refused -> {
                    assertThat(refused.fault().field()).isEqualTo(header);
                    assertThat(refused.fault().kind()).isEqualTo(kind);
                })
                .hasMessageStartingWith(header + ": ");
    }

    @Test
    void headersAreRead() {
        SagaCall call = SagaCall.fromHeaders(HEADERS::get);

        ResourceKey resource = new ResourceKey("cell/eu 1/é");
        assertThat(call)
                .isEqualTo(new SagaCall(
                        IdempotencyToken.of(new SagaId("s-1"), "cell.drain", resource),
                        new StepName("drain"),
                        ActionKind.COMPENSATION,
                        7,
                        Instant.parse("2026-01-01T01:00:00.5Z"),
                        resource));
        assertThat(call.token()).hasToString("s-1:cell.drain:" + DIGITS);
    }

    @Test
    void metadataHasTheSameNamesInLowerCase() {
        Map<String, String> metadata = new HashMap<>();
        HEADERS.forEach((name, value) -> metadata.put(name.toLowerCase(Locale.ROOT), value));

        assertThat(SagaCall.fromMetadata(metadata::get)).isEqualTo(SagaCall.fromHeaders(HEADERS::get));
    }

    @ParameterizedTest
    @EnumSource
    void missingHeaderIsRefusedByName(SagaHeader header) {
        Map<String, String> rest = new HashMap<>(HEADERS);
        rest.remove(header.http());

        assertThatThrownBy(() -> SagaCall.fromHeaders(rest::get))
                .isInstanceOf(FaultException.class)
                .hasMessage(header.http() + ": it is missing; send it with each call of a saga");
        assertRefused(header.http(), "", FaultKind.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "Idempotency-Key, s-1:cell.drain",
        "Idempotency-Key, s-1:cell.drain:0123",
        "Idempotency-Key, s-1:cell.drain:0123456789ABCDEF",
        "Idempotency-Key, s-1:cell drain:0123456789abcdef",
        "Idempotency-Key, s-1:a:b:0123456789abcdef",
        "Saga-Id, s 1",
        "Saga-Id, another",
        "Saga-Id, -s",
        "Saga-Step, dräin",
        "Saga-Step, a:b",
        "Saga-Action, Action",
        "Saga-Action, undo",
        "Saga-Epoch, 0",
        "Saga-Epoch, -1",
        "Saga-Epoch, +1",
        "Saga-Epoch, 01",
        "Saga-Epoch, 1.0",
        "Saga-Epoch, 9223372036854775808",
        "Saga-Epoch, ٣",
        "Saga-Deadline, 2026-01-01",
        "Saga-Deadline, 2026-01-01T00:00Z",
        "Saga-Deadline, 2026-01-01T00:00:00",
        "Saga-Deadline, 2026-02-30T00:00:00Z",
        "Saga-Deadline, 1767225600",
        "Saga-Resource, another",
        "Saga-Resource, %",
        "Saga-Resource, %4",
        "Saga-Resource, %zz",
        "Saga-Resource, %ff",
        "Saga-Resource, %00",
        "Saga-Resource, %0A",
        "Saga-Resource, a b",
        "Saga-Resource, é",
    })
    void malformedHeaderIsRefusedByName(String header, String value) {
        assertRefused(header, value, FaultKind.INVALID_ARGUMENT);
    }

    @Test
    void longValuesAreRefused() {
        assertRefused("Saga-Id", "s".repeat(129), FaultKind.INVALID_ARGUMENT);
        assertRefused("Saga-Step", "s".repeat(129), FaultKind.INVALID_ARGUMENT);
        assertRefused("Saga-Resource", "r".repeat(1_025), FaultKind.LIMIT_EXCEEDED);
        assertRefused("Saga-Resource", "%41".repeat(100_000), FaultKind.LIMIT_EXCEEDED);
    }

    @Test
    void anyRfc3339OffsetIsRead() {
        assertThat(with("Saga-Deadline", "2026-01-01t00:00:00z").deadline())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(with("Saga-Epoch", "9223372036854775807").epoch()).isEqualTo(Long.MAX_VALUE);
    }
}
