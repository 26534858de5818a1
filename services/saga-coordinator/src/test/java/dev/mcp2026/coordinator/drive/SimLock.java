package dev.mcp2026.coordinator.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A lock between simulated tasks. Whoever asks for it may have to let others go first, as threads are preempted.
final class SimLock implements Lock {
    private static final int ONE_GIVES_WAY_IN = 8;

    private final SimTasks tasks;
    private final RandomGenerator random;
    private final List<Fiber> waiting = new ArrayList<>();
    private @Nullable Fiber holder;
    private int holds;

    SimLock(SimTasks tasks, RandomGenerator random) {
        this.tasks = tasks;
        this.random = random;
    }

    @Override
    public void lock() {
        Fiber me = tasks.running();
        if (holder != me && random.nextInt(ONE_GIVES_WAY_IN) == 0) {
            tasks.giveWay();
        }
        while (holder != null && holder != me) {
            waiting.add(me);
            tasks.await();
        }
        holder = me;
        holds++;
    }

    @Override
    public void unlock() {
        if (tasks.running().isKilled()) {
            return;
        }
        if (holder != tasks.running()) {
            throw new IllegalMonitorStateException();
        }
        if (--holds == 0) {
            holder = null;
            // Whoever of them comes first gets it.
            waiting.forEach(Fiber::wake);
            waiting.clear();
        }
    }

    @Override
    public void lockInterruptibly() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryLock() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException();
    }
}
