package dev.mcp2026.registry.health.timer;

/// Something with a deadline, parked in one [DeadlineWheel]. Guarded by whatever guards the wheel.
public abstract class Timed {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private static final long NOWHERE = Long.MIN_VALUE;

    private long deadlineNanos = NEVER;
    private long parkedTick = NOWHERE;

    /// Monotonic nanoseconds, or [#NEVER].
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    final void deadline(long nanos) {
        deadlineNanos = nanos;
    }

    final boolean parkedAtOrBefore(long tick) {
        return parkedTick != NOWHERE && parkedTick <= tick;
    }

    final boolean parkedIn(int slot, int slots) {
        return parkedTick != NOWHERE && Math.floorMod(parkedTick, (long) slots) == slot;
    }

    final void park(long tick) {
        parkedTick = tick;
    }

    final void unpark() {
        parkedTick = NOWHERE;
    }
}
