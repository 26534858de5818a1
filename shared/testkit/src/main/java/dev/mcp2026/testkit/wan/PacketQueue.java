package dev.mcp2026.testkit.wan;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One direction of UDP: when does each packet reach the receiver, if at all? Packets stay in order, also under
/// jitter, except those picked to be reordered. Pure, as [SegmentQueue] is.
///
/// @param <A> where a packet goes to
public final class PacketQueue<A> {
    /// Much more than a router buffers; beyond it packets are dropped, as there.
    public static final int MAX_PACKETS = 65_536;

    private static final long LEAST_HOLD_NANOS = 1_000_000;

    private final Link link;
    private final RandomGenerator random;
    private final PriorityQueue<Packet<A>> queue = new PriorityQueue<>(
            Comparator.<Packet<A>>comparingLong(Packet::dueAt).thenComparingLong(Packet::number));
    private long lastInOrder = Long.MIN_VALUE;
    private long count;

    public PacketQueue(Link link, RandomGenerator random) {
        this.link = link;
        this.random = random;
    }

    /// Takes one packet that was sent at `now`, or loses it.
    public void offer(long now, A to, byte[] payload) {
        link.countSent(payload.length);
        if (!link.delivers(random)) {
            return;
        }
        if (queue.size() >= MAX_PACKETS) {
            link.countLost();
            return;
        }
        long arrives = link.departure(now, payload.length) + link.flightNanos(random);
        double reorder = link.shape().reorder();
        if (reorder > 0 && random.nextDouble() < reorder) {
            arrives += Math.max(LEAST_HOLD_NANOS, link.delayNanos() / 4);
        } else {
            lastInOrder = Math.max(lastInOrder, arrives);
            arrives = lastInOrder;
        }
        queue.add(new Packet<>(arrives, count++, to, payload));
    }

    /// The next packet that has arrived by `now`; null if there is none yet.
    @Nullable
    public Packet<A> poll(long now) {
        Packet<A> head = queue.peek();
        return head == null || head.dueAt() > now ? null : queue.remove();
    }

    /// When [#poll] has the next packet; [Long#MAX_VALUE] if none is on its way.
    public long nextEvent() {
        Packet<A> head = queue.peek();
        return head == null ? Segment.NOT_KNOWN : head.dueAt();
    }

    public record Packet<A>(long dueAt, long number, A to, byte[] payload) {}
}
