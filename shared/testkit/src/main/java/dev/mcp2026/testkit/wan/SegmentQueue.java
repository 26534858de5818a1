package dev.mcp2026.testkit.wan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One direction of one TCP connection: when does each byte reach the receiver? Pure: time comes from the caller, in
/// nanoseconds; not thread-safe.
///
/// A relay can't lose bytes of a TCP stream, but it can deliver them when a real TCP would have:
/// - Data goes in segments of at most [#MAX_SEGMENT_BYTES]. Each is lost with the link's probability.
/// - The sender sees a loss when a segment sent later is acknowledged and a quarter of the round trip has passed,
/// RACK's
///   reordering window (RFC 8985, section 6.2): it sends again 1.25 round trips after that later one.
/// - Failing that, when its timer expires: the round trip + 200 ms (RFC 6298 with a calm variance and Linux' lower
///   bound), doubled each time it expires again, at most 120 s. While it does, nothing new is sent, as the congestion
///   window is one segment then. Tail loss probes are not modelled: they would only be kinder.
/// - A retransmission can be lost too.
/// - Bytes reach the receiver in order, so all later ones of this direction wait for a lost one.
/// - A cut link loses every transmission. So after a heal the stream goes on when the sender's timer next expires,
///   which after a cut of T can take up to about T more, as in reality.
final class SegmentQueue {
    static final int MAX_SEGMENT_BYTES = 1400;
    static final long TIMER_MARGIN_NANOS = 200_000_000;
    static final long MAX_TIMER_NANOS = 120_000_000_000L;
    private static final int MAX_BACKOFF = 20;

    private final Link link;
    private final Link opposite;
    private final RandomGenerator random;
    private final long notBefore;
    private final Deque<Segment> queue = new ArrayDeque<>();
    private final List<Segment> unacknowledged = new ArrayList<>();
    private long queuedBytes;
    private int backoff;

    /// @param notBefore when the handshake is over: nothing leaves earlier
    SegmentQueue(Link link, Link opposite, RandomGenerator random, long notBefore) {
        this.link = link;
        this.opposite = opposite;
        this.random = random;
        this.notBefore = notBefore;
    }

    /// Takes `length` bytes that the sender wrote at `now`.
    void offer(long now, byte[] data, int length) {
        for (int from = 0; from < length; from += MAX_SEGMENT_BYTES) {
            int size = Math.min(MAX_SEGMENT_BYTES, length - from);
            byte[] payload = new byte[size];
            System.arraycopy(data, from, payload, 0, size);
            offer(now, new Segment(Segment.Kind.DATA, payload));
        }
    }

    /// Takes the end of the stream: FIN or RESET.
    void offerEnd(long now, Segment.Kind kind) {
        offer(now, new Segment(kind, new byte[0]));
    }

    private void offer(long now, Segment segment) {
        queue.add(segment);
        queuedBytes += segment.payload.length;
        link.countSent(segment.payload.length);
        long leaves = Math.max(notBefore, link.departure(now, segment.payload.length));
        if (backoff > 0) {
            unacknowledged.add(segment);
        } else {
            transmit(segment, leaves);
        }
    }

    /// The next segment that has reached the receiver by `now`, in order; null if there is none yet.
    @Nullable
    Segment poll(long now) {
        Segment retry = earliestRetry();
        while (retry != null && retry.retryAt <= now) {
            transmit(retry, retry.retryAt);
            retry = earliestRetry();
        }
        Segment head = queue.peek();
        if (head == null || head.dueAt > now) {
            return null;
        }
        queuedBytes -= head.payload.length;
        return queue.remove();
    }

    /// When [#poll] can have something new; [Segment#NOT_KNOWN] if nothing is on its way.
    long nextEvent() {
        Segment head = queue.peek();
        Segment retry = earliestRetry();
        return Math.min(
                head == null ? Segment.NOT_KNOWN : head.dueAt, retry == null ? Segment.NOT_KNOWN : retry.retryAt);
    }

    long queuedBytes() {
        return queuedBytes;
    }

    private void transmit(Segment segment, long at) {
        boolean timerExpired = segment.retryAt != Segment.NOT_KNOWN && segment.retryByTimer;
        if (link.delivers(random)) {
            segment.dueAt = at + link.flightNanos(random);
            unacknowledged.remove(segment);
            backoff = 0;
            acknowledgementReveals(at + roundTripNanos() * 5 / 4);
            return;
        }
        if (timerExpired) {
            backoff = Math.min(backoff + 1, MAX_BACKOFF);
            unacknowledged.forEach(other -> other.retryAt = Segment.NOT_KNOWN);
        }
        segment.retryAt = at + timerNanos();
        segment.retryByTimer = true;
        if (!unacknowledged.contains(segment)) {
            unacknowledged.add(segment);
        }
    }

    /// What was lost or held back is sent again no later than `at`.
    private void acknowledgementReveals(long at) {
        for (Segment earlier : unacknowledged) {
            if (earlier.retryAt > at) {
                earlier.retryAt = at;
                earlier.retryByTimer = false;
            }
        }
    }

    private @Nullable Segment earliestRetry() {
        Segment earliest = null;
        for (Segment each : unacknowledged) {
            if (each.retryAt != Segment.NOT_KNOWN && (earliest == null || each.retryAt < earliest.retryAt)) {
                earliest = each;
            }
        }
        return earliest;
    }

    private long roundTripNanos() {
        return link.delayNanos() + opposite.delayNanos();
    }

    private long timerNanos() {
        return Math.min(MAX_TIMER_NANOS, (roundTripNanos() + TIMER_MARGIN_NANOS) << backoff);
    }
}
