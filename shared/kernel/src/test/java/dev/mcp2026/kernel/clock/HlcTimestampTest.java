package dev.mcp2026.kernel.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HlcTimestampTest {
    @Test
    void readableEncodingGoesThereAndBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            HlcTimestamp stamp = new HlcTimestamp(random.nextLong());
            assertThat(HlcTimestamp.parse(stamp.toString())).isEqualTo(stamp);
        }
        assertThat(HlcTimestamp.parse("2026-11-23T14:00:00.123Z+7"))
                .isEqualTo(HlcTimestamp.of(1_795_442_400_123L, 7))
                .hasToString("2026-11-23T14:00:00.123Z+7");
        assertThat(HlcTimestamp.parse("1970-01-01T00:00:00Z+0")).isEqualTo(HlcTimestamp.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-23T14:00:00Z",
                "2026-13-23T14:00:00Z+0",
                "2026-11-23T14:00:00.1234Z+0",
                "2026-11-23T14:00:00Z+65536",
                "2026-11-23T14:00:00Z+-1",
                "2026-11-23T14:00:00+01:00+0",
                "1969-12-31T23:59:59Z+0",
                "+12000-01-01T00:00:00Z+0",
            })
    void anythingElseIsRefusedNamingTheField(String text) {
        assertThatThrownBy(() -> HlcTimestamp.parse(text))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().field()).isEqualTo("hlc"));
    }

    @Test
    void orderIsTotalAndThatOfTimeThenCounter() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 10_000; i++) {
            HlcTimestamp a = new HlcTimestamp(random.nextLong());
            HlcTimestamp b = new HlcTimestamp(random.nextLong());
            int byParts = a.physicalMs() != b.physicalMs()
                    ? Long.compare(a.physicalMs(), b.physicalMs())
                    : Integer.compare(a.logical(), b.logical());
            assertThat(Integer.signum(a.compareTo(b))).isEqualTo(byParts);
            assertThat(Integer.signum(b.compareTo(a))).isEqualTo(-byParts);
            assertThat(a.isAfter(b)).isEqualTo(byParts > 0);
        }
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> HlcTimestamp.of(1L << 48, 0)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> HlcTimestamp.of(0, 1 << 16)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> HlcTimestamp.of(-1, 0)).isInstanceOf(FaultException.class);
    }
}
