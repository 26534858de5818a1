package dev.mcp2026.registry.health;

import static dev.mcp2026.registry.health.HealthState.DOWN;
import static dev.mcp2026.registry.health.HealthState.SUSPECT;
import static dev.mcp2026.registry.health.HealthState.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final PhiRules PHI = PhiRules.defaults();

    @Test
    void quantileInvertsPhi() {
        for (double phi = 0.5; phi < 40; phi += 0.5) {
            assertThat(Phi.at(Phi.quantile(phi))).isCloseTo(phi, within(1e-6));
        }
        // The normal tail: P(y > 1.959964) = 0.025
        assertThat(Phi.at(1.959964)).isCloseTo(-Math.log10(0.025), within(0.002));
    }

    @Test
    void registrationCountsAsTheFirstHeartbeat() {
        Driver driver = Driver.leased(Duration.ofSeconds(30));
        assertThat(driver.state()).isEqualTo(UP);
        assertThat(driver.health.verdict().evidence().getFirst().kind()).isEqualTo(EvidenceKind.HEARTBEAT);
    }

    @Test
    void silenceBecomesSuspectThenDownExactlyWhenItSaidItWould() {
        Driver driver = Driver.leased(Duration.ofSeconds(3));
        for (int i = 1; i <= 50; i++) {
            driver.waitMillis(1000).heartbeat(i);
        }
        long suspectAt = driver.last.wakeNanos();
        assertThat(Duration.ofNanos(suspectAt - driver.nanos))
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(2500));
        driver.nanos = suspectAt - 2_000;
        assertThat(driver.tick().state()).isEqualTo(UP);
        driver.nanos = suspectAt;
        assertThat(driver.tick().state()).isEqualTo(SUSPECT);
        driver.nanos = driver.last.wakeNanos();
        assertThat(driver.tick().state()).isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.TARGET);
        assertThat(driver.last.wakeNanos()).isEqualTo(Decision.NEVER);
        assertThat(driver.health.verdict().reason()).contains("phi 12.0");
        assertThat(driver.health.verdict().evidence().getFirst().outcome()).isEqualTo(Outcome.MISSED);
    }

    @Test
    void downEndsWithTheSecondHeartbeat() {
        Driver driver = Driver.leased(Duration.ofSeconds(3)).waitMillis(60_000).tick();
        assertThat(driver.state()).isEqualTo(DOWN);
        assertThat(driver.heartbeat(1).state()).isEqualTo(DOWN);
        assertThat(driver.waitMillis(1000).heartbeat(2).state()).isEqualTo(UP);
    }

    @Test
    void theWindowFollowsJitter() {
        Duration steady = patience(20);
        Duration jittery = patience(600);
        assertThat(jittery).isGreaterThan(steady.plusMillis(300));
    }

    private static Duration patience(int jitterMillis) {
        Random random = new Random(7);
        Driver driver = Driver.leased(Duration.ofSeconds(3));
        for (int i = 1; i <= 300; i++) {
            driver.waitMillis(1000 - jitterMillis + random.nextInt(2 * jitterMillis))
                    .heartbeat(i);
            assertThat(driver.state()).isEqualTo(UP);
        }
        return Duration.ofNanos(driver.last.wakeNanos() - driver.nanos);
    }

    @Test
    void aSlowerRhythmIsLearnt() {
        Driver driver = Driver.leased(Duration.ofSeconds(30));
        for (int i = 1; i <= 50; i++) {
            driver.waitMillis(1000).heartbeat(i);
        }
        for (int i = 51; i <= 150; i++) {
            driver.waitMillis(4000).heartbeat(i);
        }
        assertThat(driver.waitMillis(4000).tick().state()).isEqualTo(UP);
    }

    @Test
    void gapsInTheSequenceAreLossAndBlameThePath() {
        Driver driver = Driver.leased(Duration.ofSeconds(3));
        for (int i = 1; i <= 60; i++) {
            driver.waitMillis(i % 2 == 0 ? 2000 : 1000).heartbeat(i + i / 2);
        }
        HeartbeatWindow window = driver.health.heartbeats();
        assertThat(window.mean()).isCloseTo(1e9, within(1e7));
        assertThat(window.loss()).isGreaterThan(0.2f);
        assertThat(driver.waitMillis(30_000).tick().state()).isEqualTo(DOWN);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
    }

    @Test
    void lateIsNotLost() {
        Driver driver = Driver.leased(Duration.ofSeconds(3));
        for (int i = 1; i <= 60; i++) {
            driver.waitMillis(i % 2 == 0 ? 1300 : 700).heartbeat(i);
        }
        assertThat(driver.health.heartbeats().loss()).isZero();
    }

    @Test
    void duplicatesProveNothingAndRestartsKeepTheRhythm() {
        HeartbeatWindow window = HeartbeatWindow.first(0, 3_000_000_000L, PHI)
                .arrived(1, 1_000_000_000L, PHI)
                .arrived(2, 2_000_000_000L, PHI);
        assertThat(window.arrived(2, 9_000_000_000L, PHI)).isSameAs(window);
        HeartbeatWindow restarted = window.arrived(1, 9_000_000_000L, PHI);
        assertThat(restarted.mean()).isEqualTo(window.mean());
        assertThat(restarted.lastNanos()).isEqualTo(9_000_000_000L);
        assertThat(window.arrived(HeartbeatWindow.UNNUMBERED, 3_000_000_000L, PHI)
                        .lastNanos())
                .isEqualTo(3_000_000_000L);
    }

    @Test
    void aWorseLocalScoreNeverShortensPatience() {
        HeartbeatWindow window = HeartbeatWindow.first(0, 3_000_000_000L, PHI).arrived(1, 1_000_000_000L, PHI);
        for (int score = 0; score < LocalHealthRules.SCORE_MAX; score++) {
            assertThat(window.reaches(5, score + 1, PHI)).isGreaterThan(window.reaches(5, score, PHI));
        }
    }

    @Test
    void checksThatSucceedKeepASilentInstanceFromDown() {
        Driver driver = Driver.leased(Duration.ofSeconds(3), Driver.http()).up();
        assertThat(driver.waitMillis(60_000).up().state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.PATH);
        assertThat(driver.heartbeat(1).state()).isEqualTo(UP);
    }

    @Test
    void aHeldLeaseIsSuspectUntilRenewed() {
        Driver driver = Driver.leased(Duration.ofSeconds(30))
                .apply(new HealthEvent.LeaseHeld(Cause.OBSERVER, "4 of 10 leases ran out within 2 s"));
        assertThat(driver.state()).isEqualTo(SUSPECT);
        assertThat(driver.cause()).isEqualTo(Cause.OBSERVER);
        assertThat(driver.health.verdict().evidence())
                .extracting(Evidence::kind)
                .contains(EvidenceKind.LEASE);
        assertThat(driver.waitMillis(100).heartbeat(1).state()).isEqualTo(UP);
    }
}
