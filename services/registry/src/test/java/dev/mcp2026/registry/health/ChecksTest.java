package dev.mcp2026.registry.health;

import static dev.mcp2026.registry.health.HealthState.DOWN;
import static dev.mcp2026.registry.health.HealthState.SUSPECT;
import static dev.mcp2026.registry.health.HealthState.UNKNOWN;
import static dev.mcp2026.registry.health.HealthState.UP;
import static dev.mcp2026.registry.health.Outcome.OK;
import static dev.mcp2026.registry.health.Outcome.REFUSED;
import static dev.mcp2026.registry.health.Outcome.RESET;
import static dev.mcp2026.registry.health.Outcome.TIMEOUT;
import static dev.mcp2026.registry.health.Outcome.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecksTest {
    @Test
    void staysUnknownUntilACheckSpoke() {
        Driver driver = Driver.checked().tick();
        assertThat(driver.state()).isEqualTo(UNKNOWN);
        assertThat(driver.up().state()).isEqualTo(UP);
        assertThat(driver.announced).hasSize(1);
    }

    @Test
    void staysUnknownUntilEveryCheckSpoke() {
        Driver driver = new Driver();
        driver.apply(new HealthEvent.Tracked(List.of(Driver.http(), Driver.check("tcp")), Set.of(), null));
        assertThat(driver.up().state()).isEqualTo(UNKNOWN);
        assertThat(driver.probe("tcp", OK, true).state()).isEqualTo(UP);
    }

    @Test
    void refusalNeedsOneQuickConfirmation() {
        Driver driver = Driver.checked().up().probe(REFUSED);
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.last.effects())
                .containsExactly(
                        new HealthEffect.ProbeSoon("http", Duration.ofMillis(75).toNanos()));
        driver.waitMillis(75).probe(REFUSED);
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.TARGET);
        assertThat(driver.health.verdict().reason()).contains("'http'", "2 times", "REFUSED");
        assertThat(driver.health.verdict().previous()).isEqualTo(SUSPECT);
        assertThat(driver.health.verdict().evidence().getFirst().outcome()).isEqualTo(REFUSED);
    }

    @Test
    void refusalBeforeItWasEverUpIsNoVerdictYet() {
        Driver driver = Driver.checked().probe(REFUSED).waitMillis(75).probe(REFUSED);
        assertThat(driver.state()).isEqualTo(SUSPECT);
        driver.waitMillis(2000).probe(REFUSED);
        assertThat(driver.state()).isEqualTo(DOWN);
    }

    @Test
    void anAnswerThatSaysNoIsConclusiveToo() {
        assertThat(Driver.checked().up().probe(UNHEALTHY).probe(UNHEALTHY).state())
                .isEqualTo(DOWN);
    }

    @Test
    void silenceNeedsThreeInARow() {
        Driver driver = Driver.checked().up().probe(TIMEOUT).waitMillis(75).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
        driver.waitMillis(150).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
        assertThat(driver.health.verdict().reason()).contains("3 times", "no other observer");
    }

    @Test
    void silenceAfterAHandshakeBlamesTheTarget() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 3; i++) {
            driver.probe("http", TIMEOUT, true);
        }
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.TARGET);
    }

    @Test
    void manyQuickResetsAreNotEnoughUntilTheyLast() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 5; i++) {
            driver.waitMillis(100).probe(RESET);
            assertThat(driver.state()).isEqualTo(SUSPECT);
        }
        driver.waitMillis(1600).probe(RESET);
        assertThat(driver.state()).isEqualTo(DOWN);
    }

    @Test
    void oneSuccessEndsSuspicion() {
        Driver driver = Driver.checked().up().probe(TIMEOUT).probe(TIMEOUT).up();
        assertThat(driver.state()).isEqualTo(UP);
        assertThat(driver.up().up().probe(TIMEOUT).probe(TIMEOUT).state()).isEqualTo(SUSPECT);
    }

    @Test
    void everySecondRefusalIsTwoOfThree() {
        Driver driver = Driver.checked().up().probe(REFUSED).waitMillis(75).up().waitMillis(1000);
        assertThat(driver.probe(REFUSED).state()).isEqualTo(DOWN);
        assertThat(driver.health.verdict().reason()).contains("2 of the last 3 times", "2 of 3 needed");
        assertThat(driver.why()).contains("K of N: DOWN at 2 of 3 said, or 3 of 5 silent");
        for (int i = 0; i < 20; i++) {
            assertThat(driver.waitMillis(75).up().state()).isEqualTo(DOWN);
            assertThat(driver.waitMillis(1000).probe(REFUSED).state()).isEqualTo(DOWN);
        }
        assertThat(driver.announced).as("it does not swing").hasSize(4);
    }

    @Test
    void refusalsFarApartAreNotK() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 5; i++) {
            driver.waitMillis(1000).probe(REFUSED);
            assertThat(driver.state()).isEqualTo(SUSPECT);
            driver.waitMillis(75).up().waitMillis(1000).up();
        }
    }

    @Test
    void everySecondSilenceIsThreeOfFive() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 2; i++) {
            driver.probe(TIMEOUT).waitMillis(75);
            assertThat(driver.state()).isEqualTo(SUSPECT);
            assertThat(driver.up().waitMillis(500).state()).isEqualTo(UP);
        }
        assertThat(driver.probe(TIMEOUT).state()).isEqualTo(DOWN);
        assertThat(driver.health.verdict().reason()).contains("3 of the last 5 times over 4.2 s", "3 of 5 needed");
    }

    @Test
    void threeOfFiveMustLastToo() {
        Driver driver = Driver.checked().up();
        for (int i = 0; i < 10; i++) {
            driver.waitMillis(100).probe(RESET).waitMillis(100).up();
            assertThat(driver.state()).isNotEqualTo(DOWN);
        }
    }

    @Test
    void theWindowSlidesAndEndsWithRecovery() {
        Driver driver = Driver.checked().up().probe(TIMEOUT).probe(TIMEOUT).probe(TIMEOUT);
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.up().up().state()).isEqualTo(UP);
        assertThat(driver.probe(TIMEOUT).state())
                .as("old failures are atoned for")
                .isEqualTo(SUSPECT);
        driver.up().up().up().up().up();
        assertThat(driver.health.checks().getFirst().recent()).isEqualTo(Recent.NONE);
    }

    @Test
    void downEndsAfterTwoSuccesses() {
        Driver driver = Driver.checked().up().probe(REFUSED).probe(REFUSED).up();
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.last.effects()).hasSize(1);
        assertThat(driver.up().state()).isEqualTo(UP);
        assertThat(driver.last.effects()).isEmpty();
    }

    @Test
    void reprobesSlowDown() {
        Driver driver = Driver.checked().up();
        long before = 0;
        for (int i = 0; i < 6; i++) {
            driver.probe(RESET);
            long after = ((HealthEffect.ProbeSoon) driver.last.effects().getFirst()).afterNanos();
            assertThat(after).isGreaterThan(before);
            before = after;
        }
    }

    @Test
    void aClosedSentinelAsksAndDecidesNothing() {
        Driver driver = Driver.checked().up().apply(new HealthEvent.SentinelClosed("http", "closed"));
        assertThat(driver.state()).isEqualTo(UP);
        assertThat(driver.last.effects()).containsExactly(new HealthEffect.ProbeSoon("http", 0));
        driver.probe(REFUSED).probe(REFUSED);
        assertThat(driver.health.verdict().evidence())
                .extracting(Evidence::kind)
                .containsExactly(EvidenceKind.HTTP_CHECK, EvidenceKind.SENTINEL);
    }

    @Test
    void unchangedChecksKeepWhatTheySawAndChangedOnesStartAgain() {
        Driver driver = Driver.checked().up();
        driver.apply(new HealthEvent.Tracked(List.of(Driver.http()), Set.of("http"), null));
        assertThat(driver.health.checks().getFirst().oks()).isEqualTo(1);
        driver.apply(new HealthEvent.Tracked(List.of(Driver.http()), Set.of(), null));
        assertThat(driver.health.checks().getFirst().tried()).isFalse();
        assertThat(driver.state()).isEqualTo(UP);
    }

    private static Driver unmade(Driver driver, String check) {
        return driver.apply(
                new HealthEvent.Probed(check, ProbeResult.unmade("its address is in a denied network", driver.nanos)));
    }

    @Test
    void aCheckThatCanNotBeMadeIsNoEvidenceAgainstItsTarget() {
        Driver driver = Driver.checked();
        for (int i = 0; i < 20; i++) {
            unmade(driver.waitMillis(1000), "http");
            assertThat(driver.state()).isEqualTo(SUSPECT);
            assertThat(driver.cause()).isEqualTo(Cause.OBSERVER);
            assertThat(driver.last.effects()).isEmpty();
        }
        assertThat(driver.announced).hasSize(1);
        assertThat(driver.health.verdict().reason()).contains("'http'", "denied network");
        assertThat(driver.health.verdict().evidence())
                .extracting(Evidence::detail)
                .containsExactly("its address is in a denied network");
        assertThat(driver.why()).contains("rule NOT_PROBED");
    }

    @Test
    void whatElseIsKnownStillDecidesBesideACheckThatCanNotBeMade() {
        Driver driver = new Driver();
        driver.apply(new HealthEvent.Tracked(List.of(Driver.http(), Driver.check("tcp")), Set.of(), null));
        unmade(driver.up(), "tcp");
        assertThat(driver.health.rule()).isEqualTo(Rule.NOT_PROBED);
        assertThat(driver.probe(REFUSED).probe(REFUSED).state()).isEqualTo(DOWN);
        assertThat(driver.up().up().health.rule()).isEqualTo(Rule.NOT_PROBED);
    }

    @Test
    void aCheckThatWasMovedToWhereNoneIsMadeDoesNotStayDown() {
        Driver driver = Driver.checked().up().probe(REFUSED).probe(REFUSED);
        driver.apply(new HealthEvent.Tracked(List.of(Driver.http()), Set.of(), null));
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(unmade(driver, "http").health.rule()).isEqualTo(Rule.NOT_PROBED);
    }

    @Test
    void anUnchangedVerdictIsTheSameObject() {
        Driver driver = Driver.checked().up();
        Verdict verdict = driver.health.verdict();
        assertThat(driver.up().up().health.verdict()).isSameAs(verdict);
        assertThat(driver.announced).hasSize(1);
    }
}
