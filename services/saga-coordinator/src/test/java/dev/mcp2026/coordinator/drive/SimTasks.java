package dev.mcp2026.coordinator.drive;

import dev.mcp2026.testkit.sim.SimContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// The tasks of one simulated process: one runs at a time, until it waits, and the seed decides which is next.
final class SimTasks implements Tasks {
    /// How long a thread that could run may have to wait for its turn.
    private static final long LATENCY_NANOS = 200_000;

    /// What the process does when its time has come.
    sealed interface Due {
        record Turn(Fiber fiber, long at) implements Due {}

        record Begin(String name, Runnable work) implements Due {
            @Override
            public String toString() {
                return "Begin[" + name + "]";
            }
        }
    }

    private final SimContext context;
    private final Set<Fiber> alive = new LinkedHashSet<>();
    private @Nullable Fiber running;
    private long started;
    private boolean closed;

    SimTasks(SimContext context) {
        this.context = context;
    }

    /// For the simulation's thread.
    void come(Due due) {
        switch (due) {
            case Due.Turn(Fiber fiber, long at) when fiber.isAt(at) -> resume(fiber);
            case Due.Turn _ -> {}
            case Due.Begin begin when !closed -> start(begin.name(), begin.work());
            case Due.Begin _ -> {}
        }
    }

    private void resume(Fiber fiber) {
        running = fiber;
        try {
            fiber.resume();
        } finally {
            running = null;
            if (fiber.isDone()) {
                alive.remove(fiber);
            }
        }
    }

    void kill() {
        closed = true;
        for (Fiber fiber : List.copyOf(alive)) {
            running = fiber;
            fiber.kill();
        }
        running = null;
        alive.clear();
    }

    private Duration latency() {
        return Duration.ofNanos(context.random().nextLong(LATENCY_NANOS));
    }

    void resumeSoon(Fiber fiber, long wait) {
        context.setTimer(latency(), new Due.Turn(fiber, wait));
    }

    Fiber running() {
        return Objects.requireNonNull(running, "no task runs");
    }

    @Override
    public Task start(String name, Runnable work) {
        Fiber fiber = new Fiber(this, name + "-" + ++started, work);
        if (!closed) {
            alive.add(fiber);
            resumeSoon(fiber, 0);
        }
        return fiber;
    }

    @Override
    public void startAfter(Duration delay, String name, Runnable work) {
        context.setTimer(delay, new Due.Begin(name, work));
    }

    @Override
    public Task current() {
        return running();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        await(time);
    }

    /// Waits to be woken, but not for longer than that.
    ///
    /// @return whether it was woken
    boolean await(Duration limit) throws InterruptedException {
        Fiber fiber = running();
        fiber.requireNotInterrupted();
        context.setTimer(limit, new Due.Turn(fiber, fiber.nextWait()));
        return fiber.pause(true);
    }

    /// Waits to be woken, whatever comes.
    void await() {
        Fiber fiber = running();
        fiber.nextWait();
        try {
            fiber.pause(false);
        } catch (InterruptedException e) {
            throw new IllegalStateException("it was not to be interrupted", e);
        }
    }

    /// Lets others run that can.
    void giveWay() {
        Fiber fiber = running();
        resumeSoon(fiber, fiber.nextWait());
        try {
            fiber.pause(false);
        } catch (InterruptedException e) {
            throw new IllegalStateException("it was not to be interrupted", e);
        }
    }

    @Override
    public long nanos() {
        return context.nanoTime();
    }

    @Override
    public Lock lock() {
        return new SimLock(this, context.random());
    }

    @Override
    public void close() {
        closed = true;
    }
}
