package dev.mcp2026.registry.health;

import java.util.ArrayList;
import java.util.List;

/// The failures among the last outcomes of one check, or of one other observer: what K of N counts. A run of
/// successes leaves nothing behind, so that 100,000 instances that are well share one value. Immutable.
///
/// @param latest number of the latest outcome, counted from the oldest failure that was remembered
/// @param failures oldest first
record Recent(long latest, List<Failure> failures) {
    static final Recent NONE = new Recent(0, List.of());

    /// @param said the target itself said no
    /// @param startedNanos monotonic
    record Failure(long number, boolean said, long startedNanos) {}

    Recent ok(int remembered) {
        List<Failure> left = within(remembered - 1);
        return left.isEmpty() ? NONE : new Recent(latest + 1, left);
    }

    Recent failed(boolean said, long startedNanos, int remembered) {
        List<Failure> next = new ArrayList<>(within(remembered - 1));
        next.add(new Failure(latest + 1, said, startedNanos));
        return new Recent(latest + 1, List.copyOf(next));
    }

    /// Failures among the last `n` outcomes.
    int fails(int n) {
        return within(n).size();
    }

    /// Of these, how often the target itself said no.
    int said(int n) {
        return (int) within(n).stream().filter(Failure::said).count();
    }

    /// Start of the oldest failure among the last `n` outcomes.
    long sinceNanos(int n, long otherwise) {
        List<Failure> counted = within(n);
        return counted.isEmpty() ? otherwise : counted.getFirst().startedNanos();
    }

    private List<Failure> within(int n) {
        return failures.stream().filter(f -> f.number() > latest - n).toList();
    }
}
