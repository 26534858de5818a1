package dev.mcp2026.testkit.wan;

import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// The state of one direction, shared by all that goes this way. It asks no clock: times are nanoseconds of the
/// caller's.
public final class Link {
    private final LongAdder packets = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile LinkShape shape;
    private volatile boolean up = true;
    private long freeAt = Long.MIN_VALUE;

    public Link(LinkShape shape) {
        this.shape = shape;
    }

    public LinkShape shape() {
        return shape;
    }

    public void shape(LinkShape next) {
        shape = next;
    }

    public boolean isUp() {
        return up;
    }

    public void up(boolean next) {
        up = next;
    }

    long delayNanos() {
        return shape.delay().toNanos();
    }

    /// When the last bit of `size` bytes that are ready at `now` has left, after those before it.
    synchronized long departure(long now, int size) {
        long bandwidth = shape.bytesPerSecond();
        if (bandwidth == 0) {
            return now;
        }
        freeAt = Math.max(now, freeAt) + size * 1_000_000_000L / bandwidth;
        return freeAt;
    }

    /// Delay and jitter of one packet.
    long flightNanos(RandomGenerator random) {
        LinkShape now = shape;
        long jitter = now.jitter().toNanos();
        return now.delay().toNanos() + (jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1));
    }

    /// True if one transmission gets through. Counts it if not.
    boolean delivers(RandomGenerator random) {
        LinkShape now = shape;
        boolean delivered = up && !(now.loss() > 0 && random.nextDouble() < now.loss());
        if (!delivered) {
            lost.increment();
        }
        return delivered;
    }

    void countLost() {
        lost.increment();
    }

    void countSent(int size) {
        packets.increment();
        bytes.add(size);
    }

    public LinkStats stats() {
        return new LinkStats(packets.sum(), bytes.sum(), lost.sum());
    }
}
