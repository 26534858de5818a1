package dev.mcp2026.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FetchScheduleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final FetchRules RULES = FetchRules.DEFAULT;
    private static final Duration HINT = Duration.ofMinutes(5);

    private final Random random = new Random(7);

    @Test
    void theFirstFetchIsAtOnce() {
        assertThat(FetchSchedule.first(RULES, HINT, NOW).isDue(NOW)).isTrue();
    }

    @Test
    void afterASuccessTheHintIsFollowed() {
        FetchSchedule next = FetchSchedule.first(RULES, HINT, NOW).succeeded(RULES, HINT, NOW);
        assertThat(next.isDue(NOW.plus(HINT).minusMillis(1))).isFalse();
        assertThat(next.isDue(NOW.plus(HINT))).isTrue();
    }

    @Test
    void aHintOutOfBoundsIsBounded() {
        FetchSchedule first = FetchSchedule.first(RULES, HINT, NOW);
        assertThat(first.succeeded(RULES, Duration.ofSeconds(1), NOW).next()).isEqualTo(NOW.plusSeconds(10));
        assertThat(first.succeeded(RULES, Duration.ofSeconds(Long.MAX_VALUE), NOW)
                        .next())
                .isEqualTo(NOW.plusSeconds(3600));
    }

    @Test
    void failuresAreRetriedEverLaterUpToTheInterval() {
        FetchSchedule schedule = FetchSchedule.first(RULES, HINT, NOW);
        long full = 10_000;
        for (int i = 0; i < 100; i++) {
            schedule = schedule.failed(RULES, random, NOW);
            long pause = Duration.between(NOW, schedule.next()).toMillis();
            assertThat(pause).isBetween(full / 2, full);
            full = Math.min(full * 2, HINT.toMillis());
        }
        assertThat(schedule.failures()).isEqualTo(100);
        assertThat(schedule.succeeded(RULES, HINT, NOW).failures()).isZero();
    }

    @Test
    void retriesAreSpread() {
        FetchSchedule first = FetchSchedule.first(RULES, HINT, NOW);
        assertThat(Stream.generate(() -> first.failed(RULES, random, NOW).next())
                        .limit(20)
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @Test
    void aClockThatWentBackDelaysNothing() {
        FetchSchedule ahead = FetchSchedule.first(RULES, HINT, NOW).succeeded(RULES, HINT, NOW.plusSeconds(86_400));
        assertThat(ahead.isDue(NOW)).isTrue();
        assertThat(ahead.mayRefresh(RULES, NOW)).isTrue();
    }

    @Test
    void outOfTurnThereIsAGap() {
        FetchSchedule first = FetchSchedule.first(RULES, HINT, NOW);
        assertThat(first.mayRefresh(RULES, NOW)).isTrue();
        for (FetchSchedule tried :
                new FetchSchedule[] {first.succeeded(RULES, HINT, NOW), first.failed(RULES, random, NOW)}) {
            assertThat(tried.mayRefresh(RULES, NOW.plusMillis(4_999))).isFalse();
            assertThat(tried.mayRefresh(RULES, NOW.plusSeconds(5))).isTrue();
        }
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new FetchRules(Duration.ZERO, second, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FetchRules(HINT, second, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FetchRules(second, second, second.negated(), second))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
