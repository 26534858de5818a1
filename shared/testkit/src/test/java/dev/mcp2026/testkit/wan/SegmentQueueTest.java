package dev.mcp2026.testkit.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The model of a lost segment, exactly, in virtual time. Round trip 80 ms.
class SegmentQueueTest {
    private static final long MS = 1_000_000;
    private static final LinkShape WAY = LinkShape.delayed(Duration.ofMillis(40));

    /// Says which transmissions are lost: a link with loss 0.5 loses one if the next draw is below.
    private final Deque<Boolean> losses = new ArrayDeque<>();

    private final RandomGenerator script = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public double nextDouble() {
            return losses.isEmpty() || !losses.remove() ? 0.9 : 0.1;
        }
    };
    private final Link link = new Link(WAY.withLoss(0.5));
    private final Link opposite = new Link(WAY);
    private final SegmentQueue queue = new SegmentQueue(link, opposite, script, 0);

    @Test
    void withoutLossASegmentTakesTheDelay() {
        send(0);
        assertThat(arrival()).isEqualTo(40 * MS);
        assertThat(queue.nextEvent()).isEqualTo(Segment.NOT_KNOWN);
    }

    @Test
    void aLaterSegmentRevealsTheLossAndWaitsForIt() {
        losses.add(true);
        send(0);
        send(10 * MS);
        assertThat(arrival())
                .as("sent again 1.25 round trips after the later one")
                .isEqualTo((10 + 100 + 40) * MS);
        assertThat(arrival()).as("it came at 50 ms and waited").isEqualTo((10 + 100 + 40) * MS);
    }

    @Test
    void aLostTailWaitsForTheTimer() {
        losses.add(true);
        send(0);
        assertThat(arrival()).isEqualTo((80 + 200 + 40) * MS);
    }

    @Test
    void aLaterSegmentAfterTheTimerChangesNothing() {
        losses.add(true);
        send(0);
        send(270 * MS);
        assertThat(arrival()).as("280 comes before 270 + 100").isEqualTo((280 + 40) * MS);
    }

    @Test
    void theTimerDoublesWhenTheRetransmissionIsLostToo() {
        losses.addAll(List.of(true, true));
        send(0);
        assertThat(arrival()).isEqualTo((280 + 560 + 40) * MS);
    }

    @Test
    void afterACutTheStreamGoesOnWhenTheTimerNextExpires() {
        link.up(false);
        send(0);
        // Timers: 280, then +560 = 840, +1120 = 1960. The link is back at 1 s.
        assertThat(queue.poll(1_000 * MS)).isNull();
        link.up(true);
        send(1_100 * MS);
        assertThat(queue.nextEvent()).isEqualTo(1_960 * MS);
        assertThat(arrival()).isEqualTo((1_960 + 40) * MS);
        assertThat(arrival()).as("new data waited for the acknowledgement").isEqualTo((1_960 + 100 + 40) * MS);
    }

    @Test
    void nothingLeavesBeforeTheHandshakeIsOver() {
        SegmentQueue fresh = new SegmentQueue(new Link(WAY), opposite, script, 80 * MS);
        fresh.offer(0, new byte[1], 1);
        assertThat(fresh.nextEvent()).isEqualTo(120 * MS);
    }

    @Test
    void bandwidthSpacesSegments() {
        SegmentQueue slow = new SegmentQueue(new Link(WAY.withBandwidth(140_000)), opposite, script, 0);
        slow.offer(0, new byte[2_800], 2_800);
        assertThat(drain(slow, 50 * MS)).isEqualTo(1_400);
        assertThat(drain(slow, 60 * MS)).isEqualTo(1_400);
    }

    @Test
    void allBytesArriveInOrderAndTheEndLast() {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LinkShape rough = WAY.withJitter(Duration.ofMillis(30)).withLoss(0.2);
            SegmentQueue rnd = new SegmentQueue(new Link(rough), opposite, random.split(), 0);
            long now = 0;
            for (int i = 0; i < 200; i++) {
                now += random.nextLong(20 * MS);
                rnd.offer(now, new byte[] {(byte) i}, 1);
            }
            rnd.offerEnd(now, Segment.Kind.FIN);
            for (int i = 0; i < 200; i++) {
                Segment segment = next(rnd);
                assertThat(segment.payload).as("seed %d", seed).containsExactly((byte) i);
            }
            assertThat(next(rnd).kind).isEqualTo(Segment.Kind.FIN);
            assertThat(rnd.queuedBytes()).isZero();
        }
    }

    private void send(long now) {
        queue.offer(now, new byte[10], 10);
    }

    private long arrival() {
        return next(queue).dueAt > lastEvent ? lastEvent = lastSegment.dueAt : lastEvent;
    }

    private long lastEvent;
    private Segment lastSegment;

    /// Steps from event to event until something arrives.
    private Segment next(SegmentQueue from) {
        for (int i = 0; i < 10_000; i++) {
            lastSegment = from.poll(from.nextEvent());
            if (lastSegment != null) {
                return lastSegment;
            }
        }
        throw new AssertionError("nothing arrives");
    }

    private static int drain(SegmentQueue from, long now) {
        int bytes = 0;
        for (Segment s = from.poll(now); s != null; s = from.poll(now)) {
            bytes += s.payload.length;
        }
        return bytes;
    }
}
