package dev.mcp2026.registry.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random events against one record; named invariants hold after each. A failure names its seed.
class DeciderSimulationTest {
    private static final HealthRules RULES = HealthRules.defaults();
    private static final Outcome[] OUTCOMES = {
        Outcome.OK, Outcome.REFUSED, Outcome.RESET, Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.UNHEALTHY
    };

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void invariantsHold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Driver driver = driver(random);
        long sequence = 0;
        int mood = 0;
        for (int step = 0; step < 400; step++) {
            if (random.nextInt(20) == 0) {
                mood = random.nextInt(OUTCOMES.length); // failures come in runs
            }
            driver.localScore =
                    random.nextInt(30) == 0 ? random.nextInt(9) : random.nextInt(8) == 0 ? 0 : driver.localScore;
            driver.waitMillis(random.nextInt(600));
            HealthRecord before = driver.health;
            int announced = driver.announced.size();
            HealthEvent event = switch (random.nextInt(10)) {
                case 0 -> new HealthEvent.Tick();
                case 1 -> new HealthEvent.Heartbeat(sequence += 1 + random.nextInt(10) / 9);
                case 2 ->
                    new HealthEvent.Reported(
                            new Observation(
                                    "agent-" + random.nextInt(3),
                                    OUTCOMES[random.nextInt(OUTCOMES.length)],
                                    "",
                                    driver.now().wall()),
                            0);
                case 3 -> new HealthEvent.SentinelClosed("http", "closed");
                default -> probed(driver, OUTCOMES[mood], random);
            };
            driver.apply(event);
            check("seed " + seed + " step " + step + " " + event, before, driver, driver.announced.size() - announced);
        }
        heals("seed " + seed, driver);
    }

    private static Driver driver(SplittableRandom random) {
        Driver driver = new Driver();
        Long lease = random.nextBoolean() ? Duration.ofSeconds(3).toNanos() : null;
        driver.apply(new HealthEvent.Tracked(List.of(Driver.http()), Set.of(), lease));
        return driver;
    }

    private static HealthEvent probed(Driver driver, Outcome outcome, SplittableRandom random) {
        long took = outcome == Outcome.TIMEOUT ? 1_000_000_000L : 1_000_000L;
        driver.nanos += took;
        boolean reached = outcome != Outcome.TIMEOUT ? outcome != Outcome.UNREACHABLE : random.nextBoolean();
        return new HealthEvent.Probed("http", new ProbeResult(outcome, reached, "", driver.nanos - took, took));
    }

    private static void check(String where, HealthRecord before, Driver driver, int announcements) {
        HealthRecord after = driver.health;
        Verdict verdict = after.verdict();
        Track own = after.checks().getFirst();
        boolean changed = verdict.state() != before.verdict().state()
                || verdict.cause() != before.verdict().cause();
        assertThat(announcements)
                .as("%s: at most one announcement, and one for each change", where)
                .isBetween(changed ? 1 : 0, 1);
        if (verdict.state() == HealthState.DOWN) {
            assertThat(verdict.cause()).as("%s: DOWN names a cause", where).isNotEqualTo(Cause.NONE);
            assertThat(verdict.evidence()).as("%s: DOWN has evidence", where).isNotEmpty();
            assertThat(verdict.evidence().getFirst().outcome())
                    .as("%s: against it", where)
                    .isNotEqualTo(Outcome.OK);
        }
        if (verdict.state() == HealthState.DOWN && before.state() != HealthState.DOWN) {
            fallIsJustified(where, driver, own);
        }
        assertThat(verdict.evidence()).as("%s: evidence is bounded", where).hasSizeLessThanOrEqualTo(8);
        assertThat(after.history()).as("%s: history is bounded", where).hasSizeLessThanOrEqualTo(RULES.historyMax());
        long hold = after.flap().value() == 0 ? 0 : after.flap().releasedAt(RULES.flap()) - driver.nanos;
        assertThat(hold)
                .as("%s: damping is bounded", where)
                .isLessThanOrEqualTo(RULES.flap().maxHold().toNanos() + 1);
        longerWithLocalTrouble(where, after);
    }

    private static void fallIsJustified(String where, Driver driver, Track own) {
        Witnesses seen = Witnesses.of(driver.health, driver.now(), RULES);
        boolean others = seen.silentHeartbeats() || !seen.ill().isEmpty();
        if (!others && own.refusals(RULES) < RULES.conclusiveK()) {
            assertThat(own.failures(RULES))
                    .as("%s: never DOWN on one observer's silence below K", where)
                    .isGreaterThanOrEqualTo(RULES.inconclusiveK());
            assertThat(driver.localScore)
                    .as("%s: never DOWN on an unwell observer's silence", where)
                    .isLessThan(RULES.localScoreBad());
            assertThat(seen.contradicted())
                    .as("%s: never DOWN on silence while others see it well", where)
                    .isFalse();
        }
    }

    private static void longerWithLocalTrouble(String where, HealthRecord health) {
        HeartbeatWindow window = health.heartbeats();
        if (window != null) {
            for (int score = 0; score < LocalHealthRules.SCORE_MAX; score++) {
                assertThat(window.reaches(RULES.phi().down(), score + 1, RULES.phi()))
                        .as("%s: a worse local score never shortens patience", where)
                        .isGreaterThanOrEqualTo(window.reaches(RULES.phi().down(), score, RULES.phi()));
            }
        }
    }

    /// Whatever happened: with everything well again, it is UP within the hold and two probes.
    private static void heals(String where, Driver driver) {
        driver.localScore = 0;
        long sequence = 1_000_000;
        long deadline = driver.nanos
                + RULES.flap()
                        .maxHold()
                        .plus(RULES.reportFresh())
                        .plusSeconds(5)
                        .toNanos();
        while (driver.state() != HealthState.UP
                || driver.nanos < deadline - Duration.ofMinutes(6).toNanos()) {
            driver.waitMillis(1000).up();
            driver.heartbeat(++sequence);
            assertThat(driver.nanos)
                    .as("%s: well for long and still %s", where, driver.health.verdict())
                    .isLessThan(deadline);
        }
    }
}
