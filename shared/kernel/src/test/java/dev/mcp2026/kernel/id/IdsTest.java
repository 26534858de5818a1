package dev.mcp2026.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final List<Function<String, Object>> LABELS =
            List.of(CellId::new, TenantId::new, ServiceName::new, InstanceId::new);

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0", "cell-1", "a--b", "x123456789012345678901234567890123456789012345678901234567890ab"})
    void labelsAreAccepted(String value) {
        for (Function<String, Object> id : LABELS) {
            assertThat(id.apply(value)).hasToString(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "a_b",
                "a b",
                "a/b",
                "ä",
                "a\n",
                "x123456789012345678901234567890123456789012345678901234567890abc",
            })
    void otherNamesAreRefusedSayingWhatIsAllowed(String value) {
        for (Function<String, Object> id : LABELS) {
            assertThatThrownBy(() -> id.apply(value)).isInstanceOfSatisfying(FaultException.class, e -> {
                assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT);
                assertThat(e.fault().action()).contains("lower-case");
            });
        }
    }

    @Test
    void onlyAnInstanceMayHaveDots() {
        assertThat(new InstanceId("redis-0.redis.data")).hasToString("redis-0.redis.data");
        assertThatThrownBy(() -> new InstanceId("redis..data")).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> new InstanceId("a.".repeat(126) + "bc")).hasMessageContaining("253");
        assertThatThrownBy(() -> new ServiceName("a.b")).isInstanceOf(FaultException.class);
    }

    @Test
    void aLongBadValueIsShortenedInTheMessage() {
        assertThatThrownBy(() -> new CellId("X".repeat(10_000)))
                .satisfies(e -> assertThat(e.getMessage()).contains("…").hasSizeLessThan(300));
    }

    @Test
    void idsSortByValue() {
        assertThat(new CellId("a")).isLessThan(new CellId("b"));
        assertThat(new InstanceId("a")).isEqualByComparingTo(new InstanceId("a"));
        assertThat(new TenantId("b")).isGreaterThan(new TenantId("a"));
        assertThat(new ServiceName("a")).isLessThan(new ServiceName("aa"));
    }
}
