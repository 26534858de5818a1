package dev.mcp2026.mesh.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PathStatisticsTest {
    private static final Instant WALL = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MS = 1_000_000;
    /// The monotonic clock wraps in the middle of each test: only differences may count.
    private static final long START = Long.MAX_VALUE - 500 * MS;

    private final PathRules rules = PathRules.DEFAULT;
    private final PathStatistics path = new PathStatistics(rules, START);
    private long sequence;
    private long elapsed;

    @Test
    void isUpOnlyAfterEnoughAnswers() {
        answer(20);
        answer(20);
        assertThat(now().state()).isEqualTo(PathState.UNKNOWN);
        answer(20);
        assertThat(now().state()).isEqualTo(PathState.UP);
        assertThat(now().since()).isEqualTo(WALL.plusMillis(520));
        assertThat(now().lastHeard()).contains(WALL.plusMillis(520));
    }

    @Test
    void aPathThatNeverAnswersIsDownAfterFourMisses() {
        for (int i = 0; i < 4; i++) {
            assertThat(now().state()).isEqualTo(PathState.UNKNOWN);
            miss();
        }
        pass(1000);
        assertThat(now().state()).isEqualTo(PathState.DOWN);
        assertThat(now().loss()).isEqualTo(1);
        assertThat(now().lastHeard()).isEmpty();
    }

    @Test
    void aCutIsNoticedWithinThirteenHundredMilliseconds() {
        LongStream.range(0, 40).forEach(i -> answer(20));
        long cut = elapsed;
        while (now().state() == PathState.UP) {
            if ((elapsed - cut) % 250 == 0) {
                path.sent(sequence++, nanos());
            }
            pass(10);
        }
        assertThat(elapsed - cut).isBetween(1000L, 1300L);
        assertThat(now().misses()).isEqualTo(4);
    }

    @Test
    void oneMissIsLossAndNotAnOutage() {
        LongStream.range(0, 9).forEach(i -> answer(20));
        miss();
        pass(1000);
        assertThat(now().state()).isEqualTo(PathState.UP);
        assertThat(now().loss()).isEqualTo(0.1);
        assertThat(now().misses()).isEqualTo(1);
        answer(20);
        assertThat(now().misses()).isZero();
    }

    @Test
    void risesAgainAfterAnswersInARow() {
        LongStream.range(0, 5).forEach(i -> answer(20));
        LongStream.range(0, 6).forEach(i -> miss());
        pass(1000);
        answer(20);
        answer(20);
        miss();
        pass(1000);
        answer(20);
        answer(20);
        assertThat(now().state()).isEqualTo(PathState.DOWN);
        answer(20);
        assertThat(now().state()).isEqualTo(PathState.UP);
        assertThat(now().loss()).as("of the outage nothing is left").isZero();
    }

    @Test
    void afterAnOutageTheRoundTripIsMeasuredAfresh() {
        LongStream.range(0, 20).forEach(i -> answer(20));
        LongStream.range(0, 6).forEach(i -> miss());
        pass(1000);
        assertThat(path.timeout()).isEqualTo(rules.firstTimeout());
        answer(90);
        assertThat(now().srtt()).isEqualTo(Duration.ofMillis(90));
    }

    @Test
    void aLateAnswerCountsAsReceivedAndAsHeard() {
        LongStream.range(0, 9).forEach(i -> answer(20));
        long late = miss();
        pass(500);
        assertThat(now().loss()).isEqualTo(0.1);
        path.answered(late, nanos());
        assertThat(now().loss()).isZero();
        assertThat(now().misses()).isZero();
        assertThat(now().p99()).isEqualTo(Duration.ofMillis(750));
    }

    @Test
    void aSlowerPathLearnsItsTimeoutInsteadOfStayingDown() {
        LongStream.range(0, 20).forEach(i -> answer(20));
        for (int i = 0; i < 10; i++) {
            answer(600);
        }
        assertThat(now().state()).isEqualTo(PathState.UP);
        assertThat(path.timeout()).isGreaterThan(Duration.ofMillis(600)).isLessThanOrEqualTo(rules.maxTimeout());
    }

    @Test
    void repeatsAndStrangersAreIgnored() {
        answer(20);
        PathMeasurement before = now();
        path.answered(0, nanos() + 7 * MS);
        path.answered(4711, nanos());
        assertThat(now()).isEqualTo(before);
    }

    @Test
    void estimatesAreThoseOfTheRfcs() {
        answer(100);
        assertThat(now().srtt()).isEqualTo(Duration.ofMillis(100));
        assertThat(now().rttvar()).isEqualTo(Duration.ofMillis(50));
        assertThat(path.timeout()).isEqualTo(Duration.ofMillis(300));
        answer(140);
        assertThat(now().srtt()).isEqualTo(Duration.ofMillis(105));
        assertThat(now().rttvar().toNanos()).isEqualTo(47_500_000L);
        assertThat(now().jitter().toNanos()).isEqualTo(2_500_000L);
        answer(140);
        assertThat(now().jitter().toNanos()).isEqualTo(2_343_750L);
    }

    @Test
    void percentilesAreOfTheWindow() {
        for (int i = 1; i <= 100; i++) {
            answer(i);
        }
        assertThat(now().min()).isEqualTo(Duration.ofMillis(1));
        assertThat(now().p50()).isEqualTo(Duration.ofMillis(50));
        assertThat(now().p99()).isEqualTo(Duration.ofMillis(99));
        assertThat(now().samples()).isEqualTo(100);
    }

    @Test
    void theWindowIsBoundedInNumberAndInAge() {
        PathStatistics few = new PathStatistics(
                new PathRules(
                        new Limit("w", 10, "probes"),
                        rules.window(),
                        rules.interval(),
                        rules.firstTimeout(),
                        rules.minTimeout(),
                        rules.maxTimeout(),
                        4,
                        3,
                        3),
                START);
        for (int i = 0; i < 100; i++) {
            few.sent(i, START);
            few.answered(i, START + i);
        }
        assertThat(few.measurement(START, WALL).samples()).isEqualTo(10);
        assertThat(few.measurement(START, WALL).min()).isEqualTo(Duration.ofNanos(90));

        LongStream.range(0, 1000).forEach(i -> answer(5));
        assertThat(now().samples()).isBetween(235L, 241L);
        pass(61_000);
        assertThat(now().samples()).isZero();
        assertThat(now().state()).isEqualTo(PathState.UNKNOWN);
    }

    @Test
    void twoLegsMakeOnePath() {
        LongStream.range(0, 10).forEach(i -> answer(30));
        PathMeasurement leg = now();
        PathMeasurement lossy = new PathMeasurement(
                PathState.UP,
                Duration.ofMillis(10),
                Duration.ofMillis(4),
                Duration.ofMillis(3),
                0.5,
                Duration.ofMillis(8),
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                4,
                WALL,
                leg.lastHeard(),
                1);
        PathMeasurement both = leg.then(lossy).then(lossy);
        assertThat(both.state()).isEqualTo(PathState.UP);
        assertThat(both.srtt()).isEqualTo(Duration.ofMillis(50));
        assertThat(both.loss()).isCloseTo(0.75, within(1e-9));
        assertThat(both.samples()).isEqualTo(4);
        assertThat(both.since()).isEqualTo(leg.since());
        assertThat(both.jitter().toNanos()).isCloseTo(Math.round(3 * Math.sqrt(2) * MS), within(MS / 100));
    }

    /// One probe interval with an answer after `rtt` ms.
    private void answer(long rtt) {
        path.sent(sequence, nanos());
        pass(rtt);
        path.answered(sequence++, nanos());
        pass(Math.max(0, 250 - rtt));
    }

    /// One probe interval without.
    private long miss() {
        path.sent(sequence, nanos());
        pass(250);
        return sequence++;
    }

    private void pass(long millis) {
        elapsed += millis;
        path.sweep(nanos());
    }

    private long nanos() {
        return START + elapsed * MS;
    }

    private PathMeasurement now() {
        return path.measurement(nanos(), WALL.plusMillis(elapsed));
    }
}
