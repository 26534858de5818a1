package dev.mcp2026.testkit.sim;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Steps in the order of their time, those of one time in the order in which they were planned.
final class Agenda {
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long planned;

    void plan(long at, Step step) {
        queue.add(new Entry(at, planned++, step));
    }

    void forget(Predicate<Step> which) {
        queue.removeIf(entry -> which.test(entry.step()));
    }

    /// Takes the next step that is due by `limit`.
    @Nullable
    Entry next(long limit) {
        Entry head = queue.peek();
        return head == null || head.at() > limit ? null : queue.remove();
    }

    record Entry(long at, long number, Step step) {}
}
