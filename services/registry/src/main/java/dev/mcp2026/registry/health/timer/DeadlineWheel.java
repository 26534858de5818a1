package dev.mcp2026.registry.health.timer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Hashed timer wheel (Varghese and Lauck, SOSP 1987) with lazy moves. Setting a later deadline
/// writes one field;
/// an earlier one adds a reference. Memory: about one reference for each parked item. Not thread-safe.
///
/// Items come due up to one tick late and never early.
public final class DeadlineWheel<T extends Timed> {
    private final long tickNanos;
    private final List<List<T>> slots;
    private long sweptTick;

    /// @param tick resolution
    /// @param slots how many ticks one turn has; deadlines beyond one turn are looked at once per turn
    /// @param nowNanos monotonic
    public DeadlineWheel(Duration tick, int slots, long nowNanos) {
        this.tickNanos = tick.toNanos();
        this.slots = new ArrayList<>(slots);
        for (int i = 0; i < slots; i++) {
            this.slots.add(new ArrayList<>(0));
        }
        this.sweptTick = Math.floorDiv(nowNanos, tickNanos);
    }

    /// Sets or moves a deadline; [Timed#NEVER] clears it.
    public void set(T item, long deadlineNanos) {
        item.deadline(deadlineNanos);
        if (deadlineNanos != Timed.NEVER) {
            long tick = tickOf(deadlineNanos);
            if (!item.parkedAtOrBefore(tick)) {
                park(item, tick);
            }
        }
    }

    /// Hands over all that came due since the last call, each with its deadline cleared.
    public void advance(long nowNanos, Consumer<T> due) {
        long until = Math.floorDiv(nowNanos, tickNanos);
        // After a long stall one whole turn visits everything.
        long from = Math.max(sweptTick + 1, until - slots.size() + 1);
        List<T> ready = new ArrayList<>();
        sweptTick = Math.max(sweptTick, until);
        for (long tick = from; tick <= until; tick++) {
            sweep(tick, nowNanos, ready);
        }
        ready.forEach(due);
    }

    private void sweep(long tick, long nowNanos, List<T> ready) {
        int slot = (int) Math.floorMod(tick, (long) slots.size());
        List<T> parked = slots.get(slot);
        if (parked.isEmpty()) {
            return;
        }
        slots.set(slot, new ArrayList<>(0));
        for (T item : parked) {
            if (!item.parkedIn(slot, slots.size())) {
                continue; // parked again elsewhere, for an earlier deadline: this reference is stale
            }
            if (!item.parkedAtOrBefore(sweptTick)) {
                slots.get(slot).add(item); // parked for the next turn while this sweep was under way
                continue;
            }
            item.unpark();
            if (item.deadlineNanos() <= nowNanos) {
                item.deadline(Timed.NEVER);
                ready.add(item);
            } else if (item.deadlineNanos() != Timed.NEVER) {
                park(item, tickOf(item.deadlineNanos()));
            }
        }
    }

    private void park(T item, long tick) {
        long bounded = Math.clamp(tick, sweptTick + 1, sweptTick + slots.size() - 1);
        item.park(bounded);
        slots.get((int) Math.floorMod(bounded, (long) slots.size())).add(item);
    }

    // The first tick that is wholly after the deadline.
    private long tickOf(long deadlineNanos) {
        return Math.floorDiv(deadlineNanos, tickNanos) + 1;
    }

    /// Monotonic time at which the next occupied slot is swept; [Timed#NEVER] if the wheel is empty.
    public long nextNanos() {
        for (long tick = sweptTick + 1; tick < sweptTick + 1 + slots.size(); tick++) {
            if (!slots.get((int) Math.floorMod(tick, (long) slots.size())).isEmpty()) {
                return tick * tickNanos;
            }
        }
        return Timed.NEVER;
    }
}
