package dev.mcp2026.registry.health;

import static dev.mcp2026.registry.health.HealthState.DOWN;
import static dev.mcp2026.registry.health.HealthState.SUSPECT;
import static dev.mcp2026.registry.health.HealthState.UP;
import static dev.mcp2026.registry.health.Outcome.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlapTest {
    private static final FlapRules FLAP = FlapRules.defaults();

    private static Driver fall(Driver driver) {
        return driver.waitMillis(1000).probe(REFUSED).probe(REFUSED);
    }

    private static Driver rise(Driver driver) {
        return driver.waitMillis(1000).up().up();
    }

    @Test
    void thePenaltyHalves() {
        FlapPenalty penalty = FlapPenalty.NONE.fell(0, FLAP);
        assertThat(penalty.at(Duration.ofMinutes(1).toNanos(), FLAP)).isCloseTo(500, within(0.01));
    }

    @Test
    void whatFallsTooOftenIsHeldSuspectAndLetGo() {
        Driver driver = Driver.checked().up();
        assertThat(rise(fall(driver)).state()).isEqualTo(UP);
        assertThat(rise(fall(driver)).state()).isEqualTo(UP);
        rise(fall(driver));
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.health.rule()).isEqualTo(Rule.FLAPPING);
        assertThat(driver.health.verdict().reason()).contains("at most");
        assertThat(driver.last.wakeNanos())
                .isLessThan(driver.nanos + FLAP.maxHold().toNanos());
        driver.nanos = driver.last.wakeNanos();
        assertThat(driver.tick().state()).isEqualTo(UP);
    }

    @Test
    void aHeldInstanceStillGoesDown() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 3; i++) {
            rise(fall(driver));
        }
        assertThat(fall(driver).state()).isEqualTo(DOWN);
    }

    @Test
    void theHoldIsBounded() {
        FlapPenalty penalty = FlapPenalty.NONE;
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            now += 1_000_000;
            penalty = penalty.fell(now, FLAP);
        }
        assertThat(penalty.releasedAt(FLAP) - now)
                .isLessThanOrEqualTo(FLAP.maxHold().toNanos() + 1);
    }
}
