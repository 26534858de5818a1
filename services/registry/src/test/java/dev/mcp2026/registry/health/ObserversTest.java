package dev.mcp2026.registry.health;

import static dev.mcp2026.registry.health.HealthState.DOWN;
import static dev.mcp2026.registry.health.HealthState.SUSPECT;
import static dev.mcp2026.registry.health.HealthState.UNKNOWN;
import static dev.mcp2026.registry.health.HealthState.UP;
import static dev.mcp2026.registry.health.Outcome.OK;
import static dev.mcp2026.registry.health.Outcome.REFUSED;
import static dev.mcp2026.registry.health.Outcome.TIMEOUT;
import static dev.mcp2026.registry.health.Outcome.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ObserversTest {
    @Test
    void aSecondObserverWhoAgreesSavesAConfirmation() {
        Driver driver = Driver.checked().up().report("agent-a", TIMEOUT).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(SUSPECT);
        driver.waitMillis(75).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.TARGET);
        assertThat(driver.health.verdict().reason()).contains("agent-a fails to reach it too");
    }

    @Test
    void aSecondObserverWhoDisagreesBlamesThePath() {
        Driver driver = Driver.checked().up().report("agent-a", OK);
        for (int i = 0; i < 6; i++) {
            driver.probe(TIMEOUT);
        }
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
        assertThat(driver.health.rule()).isEqualTo(Rule.CONTRADICTED);
    }

    @Test
    void heartbeatsThatArriveBlameThePath() {
        Driver driver = Driver.leased(Duration.ofSeconds(3), Driver.http()).up();
        for (int i = 1; i <= 6; i++) {
            driver.heartbeat(i).probe(TIMEOUT);
        }
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
        assertThat(driver.health.verdict().reason()).contains("heartbeats arrive");
    }

    @Test
    void aRefusalCountsWhateverOthersSay() {
        Driver driver = Driver.leased(Duration.ofSeconds(3), Driver.http()).up().heartbeat(1);
        assertThat(driver.report("agent-a", OK).probe(REFUSED).probe(REFUSED).state())
                .isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.TARGET);
    }

    @Test
    void aSlowObserverBlamesItself() {
        Driver driver = Driver.checked().up();
        driver.localScore = 2;
        for (int i = 0; i < 6; i++) {
            driver.probe(TIMEOUT);
        }
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.OBSERVER);
        assertThat(driver.last.wakeNanos()).isLessThan(Decision.NEVER);
        driver.localScore = 0;
        assertThat(driver.probe(TIMEOUT).state()).isEqualTo(DOWN);
    }

    @Test
    void aSlowObserverStillBelievesTwoOthers() {
        Driver driver = Driver.checked().up();
        driver.localScore = 4;
        driver.report("agent-a", TIMEOUT).report("agent-b", TIMEOUT).report("agent-a", TIMEOUT);
        assertThat(driver.probe(TIMEOUT).state()).isEqualTo(SUSPECT);
        driver.waitMillis(2000).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
    }

    @Test
    void anOldReportContradictsNothing() {
        Driver driver = Driver.checked().up().report("agent-a", OK).waitMillis(10_001);
        driver.probe(TIMEOUT).probe(TIMEOUT).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
    }

    @Test
    void oneForeignObserverDoesNotOutweighHeartbeats() {
        Driver driver = Driver.leased(Duration.ofSeconds(3)).heartbeat(1);
        for (int i = 0; i < 5; i++) {
            driver.report("agent-a", UNHEALTHY);
        }
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
        assertThat(driver.health.verdict().reason()).contains("heartbeats arrive", "two-observer rule: 1 observer");
        assertThat(driver.why()).contains("two-observer rule: 1 miss it now", ": contradicted");
    }

    @Test
    void twoObserversDo() {
        Driver driver = Driver.leased(Duration.ofSeconds(3)).heartbeat(1);
        driver.report("agent-a", UNHEALTHY).report("agent-a", UNHEALTHY).report("agent-b", TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.health.verdict().reason()).contains("two-observer rule: 2 observers miss it");
    }

    @Test
    void ourOwnFailingCheckIsTheSecondObserverUnlessWeAreUnwell() {
        Driver driver = Driver.leased(Duration.ofSeconds(3), Driver.http()).up().heartbeat(1);
        driver.report("agent-a", UNHEALTHY).report("agent-a", UNHEALTHY);
        driver.localScore = 4;
        assertThat(driver.probe(TIMEOUT).state()).isEqualTo(SUSPECT);
        driver.localScore = 0;
        assertThat(driver.heartbeat(2).state()).isEqualTo(DOWN);
    }

    @Test
    void oneObserverIsEnoughWhereNothingContradicts() {
        Driver driver = new Driver().report("agent-a", OK).report("agent-a", UNHEALTHY);
        assertThat(driver.report("agent-a", UNHEALTHY).state()).isEqualTo(DOWN);
        assertThat(driver.health.verdict().reason()).contains("nothing contradicts it");
    }

    @Test
    void anotherWhoSeesItWellContradictsToo() {
        Driver driver = new Driver().report("agent-b", OK).report("agent-a", UNHEALTHY);
        assertThat(driver.report("agent-a", UNHEALTHY).state()).isEqualTo(SUSPECT);
    }

    @Test
    void aReportIsBelievedFromWhenItWasSeen() {
        Driver driver = new Driver().reportSeen("agent-a", OK, Duration.ofSeconds(9));
        assertThat(driver.state()).isEqualTo(UP);
        assertThat(driver.last.wakeNanos())
                .isEqualTo(driver.nanos + Duration.ofSeconds(1).toNanos());
        assertThat(driver.waitMillis(1000).tick().state()).isEqualTo(UNKNOWN);
    }

    @Test
    void oneLookThatIsSentAgainCountsOnce() {
        Driver driver = Driver.leased(Duration.ofSeconds(3)).heartbeat(1);
        Observation seen =
                new Observation("agent-a", REFUSED, "", driver.now().wall().minusSeconds(1));
        Observation earlier =
                new Observation("agent-a", OK, "", driver.now().wall().minusSeconds(2));
        driver.apply(new HealthEvent.Reported(seen, 1_000_000_000L));
        driver.apply(new HealthEvent.Reported(seen, 1_000_000_000L));
        driver.apply(new HealthEvent.Reported(earlier, 2_000_000_000L));
        assertThat(driver.health.reports()).singleElement().satisfies(track -> {
            assertThat(track.fails()).isEqualTo(1);
            assertThat(track.outcome()).isEqualTo(REFUSED);
        });
    }

    @Test
    void theLocalHealthMultiplierIsNamed() {
        Driver driver = Driver.checked().up();
        driver.localScore = 3;
        assertThat(driver.why()).contains("local health score 3 of 8, local-health multiplier: timeouts ×4");
    }

    @Test
    void anothersTroubleMakesUsLook() {
        Driver driver = Driver.checked().up().waitMillis(500).report("agent-a", REFUSED);
        assertThat(driver.last.effects()).containsExactly(new HealthEffect.ProbeSoon("http", 0));
        assertThat(driver.report("agent-a", REFUSED).state()).isEqualTo(UP);
        assertThat(driver.report("agent-b", REFUSED).report("agent-b", REFUSED).state())
                .isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
    }

    @Test
    void reportsAloneDecideAndExpire() {
        Driver driver = new Driver().report("agent-a", OK);
        assertThat(driver.state()).isEqualTo(UP);
        driver.report("agent-a", TIMEOUT);
        assertThat(driver.state()).isEqualTo(SUSPECT);
        driver.report("agent-b", TIMEOUT).report("agent-b", TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.last.wakeNanos())
                .as("agent-a looked 2 ms earlier")
                .isEqualTo(driver.nanos + Duration.ofMillis(9_998).toNanos());
        driver.waitMillis(10_001).tick();
        assertThat(driver.state()).isEqualTo(UNKNOWN);
        assertThat(driver.health.rule()).isEqualTo(Rule.NOBODY_LOOKS);
    }

    @Test
    void anObserverThatLeftIsForgotten() {
        Driver driver = new Driver().report("agent-a", OK).apply(new HealthEvent.ObserverGone("agent-a"));
        assertThat(driver.state()).isEqualTo(UNKNOWN);
    }

    @Test
    void onlySoManyObserversAreRemembered() {
        Driver driver = new Driver();
        for (int i = 0; i < 40; i++) {
            driver.report("agent-" + i, OK);
        }
        assertThat(driver.health.reports()).hasSize(Driver.RULES.observersMax());
    }
}
