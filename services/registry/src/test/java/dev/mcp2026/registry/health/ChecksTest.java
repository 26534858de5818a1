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
        assertThat(driver.probe(TIMEOUT).probe(TIMEOUT).state()).isEqualTo(SUSPECT);
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

    @Test
    void anUnchangedVerdictIsTheSameObject() {
        Driver driver = Driver.checked().up();
        Verdict verdict = driver.health.verdict();
        assertThat(driver.up().up().health.verdict()).isSameAs(verdict);
        assertThat(driver.announced).hasSize(1);
    }
}
