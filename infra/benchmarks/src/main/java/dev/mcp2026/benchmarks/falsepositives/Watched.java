package dev.mcp2026.benchmarks.falsepositives;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// When each judge first called one target down. Times before the disturbance count too: they are false as well.
final class Watched {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final String name;
    private final AtomicLong ours = new AtomicLong(NOT_YET);
    private final AtomicLong suspected = new AtomicLong(NOT_YET);
    private final AtomicLong poll = new AtomicLong(NOT_YET);
    private final AtomicLong pollOfThree = new AtomicLong(NOT_YET);
    private volatile long disturbedNanos = NOT_YET;

    Watched(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void oursDown() {
        ours.compareAndSet(NOT_YET, System.nanoTime());
    }

    void oursSuspect() {
        suspected.compareAndSet(NOT_YET, System.nanoTime());
    }

    void pollDown() {
        poll.compareAndSet(NOT_YET, System.nanoTime());
    }

    void pollOfThreeDown() {
        pollOfThree.compareAndSet(NOT_YET, System.nanoTime());
    }

    void disturbed() {
        disturbedNanos = System.nanoTime();
    }

    OptionalLong ours() {
        return delay(ours);
    }

    OptionalLong suspected() {
        return delay(suspected);
    }

    OptionalLong poll() {
        return delay(poll);
    }

    OptionalLong pollOfThree() {
        return delay(pollOfThree);
    }

    /// Nanoseconds from the disturbance; negative if it was called down before anything happened.
    private OptionalLong delay(AtomicLong at) {
        long nanos = at.get();
        if (nanos == NOT_YET) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(disturbedNanos == NOT_YET ? 0 : nanos - disturbedNanos);
    }
}
