package dev.mcp2026.registry.health;

import static dev.mcp2026.registry.health.HealthState.DOWN;
import static dev.mcp2026.registry.health.HealthState.SUSPECT;
import static dev.mcp2026.registry.health.HealthState.UP;
import static dev.mcp2026.registry.health.Outcome.REFUSED;
import static dev.mcp2026.registry.health.Outcome.RESET;
import static dev.mcp2026.registry.health.Outcome.TIMEOUT;
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
        FlapPenalty penalty = fallen(FlapPenalty.NONE, 0);
        assertThat(penalty.at(Duration.ofMinutes(1).toNanos(), FLAP)).isCloseTo(600, within(0.01));
    }

    private static FlapPenalty fallen(FlapPenalty penalty, long nowNanos) {
        Judgement down = Judgement.down(Cause.TARGET, Rule.CONCLUSIVE, () -> "");
        Judgement up = Judgement.up(Rule.CHECKS_OK, () -> "");
        return penalty.after(UP, down, nowNanos, FLAP).after(DOWN, up, nowNanos, FLAP);
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

    /// One failure in four: never K of N, and never steady.
    private static Driver doubt(Driver driver) {
        driver.waitMillis(1000).probe(RESET);
        for (int i = 0; i < 3; i++) {
            driver.waitMillis(1000).up();
        }
        return driver;
    }

    @Test
    void whatIsDoubtedTooOftenIsHeldSuspectAndAnnouncedNoMore() {
        Driver driver = Driver.checked().up();
        assertThat(doubt(driver).state()).isEqualTo(UP);
        for (int i = 0; i < 30; i++) {
            doubt(driver);
        }
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.health.rule()).isEqualTo(Rule.FLAPPING);
        assertThat(driver.health.verdict().reason()).contains("doubted too often");
        assertThat(driver.why()).contains("rule FLAPPING", "flap damping: flap penalty", ": held");
        assertThat(driver.announced).noneMatch(v -> v.state() == DOWN);
        int before = driver.announced.size();
        for (int i = 0; i < 30; i++) {
            doubt(driver);
        }
        assertThat(driver.announced).as("swings that go on are no news").hasSize(before);
    }

    @Test
    void whatIsSteadyAgainAfterDoubtsIsLetGo() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 30; i++) {
            doubt(driver);
        }
        long deadline = driver.nanos + FLAP.maxHold().toNanos();
        while (driver.state() != UP) {
            assertThat(driver.waitMillis(1000).up().nanos).isLessThanOrEqualTo(deadline);
        }
    }

    @Test
    void ourOwnWeaknessIsNoUnsteadinessOfTheTarget() {
        Driver driver = Driver.checked().up();
        driver.localScore = 4;
        for (int i = 0; i < 40; i++) {
            driver.probe(TIMEOUT).waitMillis(75).up();
        }
        assertThat(driver.health.flap()).isEqualTo(FlapPenalty.NONE);
    }

    @Test
    void theHoldIsBounded() {
        FlapPenalty penalty = FlapPenalty.NONE;
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            now += 1_000_000;
            penalty = fallen(penalty, now);
        }
        assertThat(penalty.releasedAt(FLAP) - now)
                .isLessThanOrEqualTo(FLAP.maxHold().toNanos() + 1);
    }
}
