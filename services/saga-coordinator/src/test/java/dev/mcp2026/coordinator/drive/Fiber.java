package dev.mcp2026.coordinator.drive;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A thread that runs only while the simulation waits for it, from one wait to the next.
final class Fiber implements Tasks.Task {
    /// Unwinds a fiber whose process was killed: nothing that it does on its way out has an effect.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final SimTasks tasks;
    private final String name;
    private final Runnable work;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private @Nullable Thread thread;
    private @Nullable Throwable failure;
    private long waits;
    private boolean interruptible;
    private boolean interrupted;
    private boolean woken;
    private boolean killed;
    private boolean done;

    Fiber(SimTasks tasks, String name, Runnable work) {
        this.tasks = tasks;
        this.name = name;
        this.work = work;
    }

    /// Runs it until it waits or is done; for the simulation's thread.
    void resume() {
        if (thread == null) {
            thread = Thread.ofVirtual().name(name).start(this::run);
        }
        turn.release();
        back.acquireUninterruptibly();
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private void run() {
        turn.acquireUninterruptibly();
        try {
            work.run();
        } catch (Killed end) {
            // As wanted.
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            done = true;
            back.release();
        }
    }

    /// Gives the turn back, for the fiber's own thread.
    ///
    /// @return whether it was woken
    boolean pause(boolean mayBeInterrupted) throws InterruptedException {
        if (killed) {
            throw new Killed();
        }
        interruptible = mayBeInterrupted;
        woken = false;
        back.release();
        turn.acquireUninterruptibly();
        interruptible = false;
        if (killed) {
            throw new Killed();
        }
        if (mayBeInterrupted) {
            requireNotInterrupted();
        }
        return woken;
    }

    void requireNotInterrupted() throws InterruptedException {
        // The second is how code says to itself that it was interrupted.
        if (interrupted | Thread.interrupted()) {
            interrupted = false;
            throw new InterruptedException();
        }
    }

    /// Names the next wait.
    long nextWait() {
        return ++waits;
    }

    boolean isAt(long wait) {
        return !done && waits == wait;
    }

    void wake() {
        woken = true;
        tasks.resumeSoon(this, waits);
    }

    @Override
    public void interrupt() {
        interrupted = true;
        if (interruptible) {
            tasks.resumeSoon(this, waits);
        }
    }

    void kill() {
        killed = true;
        if (thread != null && !done) {
            resume();
        }
    }

    boolean isKilled() {
        return killed;
    }

    boolean isDone() {
        return done;
    }

    @Override
    public String toString() {
        return name;
    }
}
