package dev.mcp2026.kernel.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerClockTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private final PeerClock unmeasured = PeerClock.unmeasured(PeerClock.Settings.DEFAULT);

    @Test
    void unmeasuredKnowsNothing() {
        assertThat(unmeasured.offsetAt(0)).isEmpty();
    }

    @Test
    void theBoundIsHalfTheRoundTripAndGrowsWithAge() {
        PeerClock measured = unmeasured.observe(exchange(0, 30 * MS, 10 * MS, 7 * MS));
        PeerOffset fresh = measured.offsetAt(40 * MS).orElseThrow();
        // 30 ms there and 10 ms back look like 20 and 20: 10 ms wrong, within the 20 ms bound.
        assertThat(fresh.offsetNanos()).isEqualTo(17 * MS);
        assertThat(fresh.roundTripNanos()).isEqualTo(40 * MS);
        assertThat(fresh.errorBoundNanos()).isEqualTo(20 * MS + 2_000 + 2_000);
        PeerOffset later = measured.offsetAt(100 * SECOND + 40 * MS).orElseThrow();
        assertThat(later.errorBoundNanos() - fresh.errorBoundNanos()).isEqualTo(5 * MS);
        assertThat(fresh.isSkewed()).isFalse();
    }

    @Test
    void theSampleWithTheSmallestBoundIsBelieved() {
        PeerClock measured = unmeasured
                .observe(exchange(0, MS, MS, 0))
                .observe(exchange(SECOND, 40 * MS, 2 * MS, 0))
                .observe(exchange(2 * SECOND, 3 * MS, 90 * MS, 0));
        assertThat(measured.offsetAt(3 * SECOND).orElseThrow().roundTripNanos()).isEqualTo(2 * MS);
    }

    @Test
    void aStepOfAClockDropsTheSamplesBeforeIt() {
        PeerClock steady = unmeasured.observe(exchange(0, MS, MS, 0)).observe(exchange(SECOND, 5 * MS, 5 * MS, 0));
        assertThat(steady.samples()).isEqualTo(2);
        PeerClock stepped = steady.observe(exchange(2 * SECOND, 5 * MS, 5 * MS, -300 * MS));
        assertThat(stepped.samples()).isEqualTo(1);
        PeerOffset offset = stepped.offsetAt(2 * SECOND + 10 * MS).orElseThrow();
        assertThat(offset.offsetNanos()).isEqualTo(-300 * MS);
        assertThat(offset.isSkewed()).isTrue();
    }

    @Test
    void theWindowSlidesAndOldSamplesAreNotUsed() {
        PeerClock measured = unmeasured;
        for (int i = 0; i < 20; i++) {
            measured = measured.observe(exchange(i * SECOND, MS, MS, 0));
        }
        assertThat(measured.samples()).isEqualTo(8);
        assertThat(measured.offsetAt(11 * 60 * SECOND)).isEmpty();
    }

    @Test
    void samplesThatCannotBeTrueChangeNothing() {
        PeerClock measured = unmeasured.observe(exchange(SECOND, MS, MS, 0));
        assertThat(measured.observe(exchange(0, MS, MS, 0))).isSameAs(measured);
        Exchange heldLongerThanItTook = new Exchange(0, 0, 50 * MS, 10 * MS, 3 * SECOND);
        assertThat(measured.observe(heldLongerThanItTook)).isSameAs(measured);
        assertThatThrownBy(() -> new Exchange(10, 0, 0, 9, 0)).isInstanceOf(FaultException.class);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    /// The promise: whatever the delays and a drift within the allowance, the truth is inside the bound.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theTruthIsAlwaysWithinTheBound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double drift = random.nextDouble(-50e-6, 50e-6);
        long start = random.nextLong(-SECOND, SECOND);
        PeerClock measured = unmeasured;
        long now = 0;
        for (int i = 0; i < 500; i++) {
            now += random.nextLong(20 * SECOND);
            long there = now + random.nextLong(100 * MS);
            long peerSent = there + random.nextLong(10 * MS);
            long back = peerSent + random.nextLong(100 * MS);
            measured = measured.observe(
                    new Exchange(now, peerWall(there, start, drift), peerWall(peerSent, start, drift), back, back));
            now = back + random.nextLong(5 * SECOND);
            PeerOffset offset = measured.offsetAt(now).orElseThrow();
            long truth = peerWall(now, start, drift) - now;
            assertThat(Math.abs(offset.offsetNanos() - truth)).isLessThanOrEqualTo(offset.errorBoundNanos());
        }
        assertThat(measured.samples()).as("drift is not taken for a step").isEqualTo(8);
    }

    private static long peerWall(long now, long start, double drift) {
        return now + start + Math.round(now * drift);
    }

    private static Exchange exchange(long sent, long there, long back, long peerAhead) {
        long received = sent + there + back;
        return new Exchange(sent, sent + there + peerAhead, sent + there + peerAhead, received, received);
    }
}
