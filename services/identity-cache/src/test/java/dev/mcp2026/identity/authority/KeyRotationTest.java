package dev.mcp2026.identity.authority;

import static dev.mcp2026.identity.authority.KeyRotation.Step.ACTIVATE;
import static dev.mcp2026.identity.authority.KeyRotation.Step.NONE;
import static dev.mcp2026.identity.authority.KeyRotation.Step.PREPARE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.authority.KeyRotation.Step;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRotationTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofHours(6));

    private static Step at(String after, boolean prepared) {
        return KeyRotation.decide(BEGIN, END, prepared, BEGIN.plus(Duration.parse(after)));
    }

    @ParameterizedTest
    @CsvSource({"PT-1H", "PT0S", "PT2H", "PT2H59M59.999999999S"})
    void nothingIsDueInTheFirstHalf(String after) {
        assertThat(at(after, false)).isEqualTo(NONE);
        assertThat(at(after, true)).isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource({"PT3H", "PT4H59M59.999999999S"})
    void theNextKeyIsPreparedAtHalf(String after) {
        assertThat(at(after, false)).isEqualTo(PREPARE);
        assertThat(at(after, true)).isEqualTo(NONE);
    }

    /// One that comes late prepares first: whoever is to trust the next key has to hear of it.
    @ParameterizedTest
    @CsvSource({"PT5H", "PT6H", "PT100H"})
    void theNextKeySignsFromFiveSixthsOn(String after) {
        assertThat(at(after, true)).isEqualTo(ACTIVATE);
        assertThat(at(after, false)).isEqualTo(PREPARE);
    }
}
