package dev.mcp2026.http3;

import io.grpc.Status;
import io.grpc.internal.MaxConnectionIdleManager;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs a [Tenure] for one connection of a server, on its event loop.
final class ConnectionTenure {
    private static final double SPREAD = 0.1;

    private final Tenure rules;
    private final EventLoop loop;
    private final Runnable drain;
    private final Consumer<Status> end;
    private final List<Future<?>> timers = new ArrayList<>();
    private @Nullable MaxConnectionIdleManager idle;

    /// @param drain lets calls under way finish, and no new ones in
    /// @param end is told when those took too long
    ConnectionTenure(Tenure rules, EventLoop loop, Runnable drain, Consumer<Status> end) {
        this.rules = rules;
        this.loop = loop;
        this.drain = drain;
        this.end = end;
    }

    void begin(boolean busy) {
        if (rules.maxAge().isPositive()) {
            double spread = 1 + SPREAD * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            after(Duration.ofNanos((long) (rules.maxAge().toNanos() * spread)), this::aged);
        }
        if (rules.maxIdle().isPositive()) {
            MaxConnectionIdleManager watch =
                    new MaxConnectionIdleManager(rules.maxIdle().toNanos());
            idle = watch;
            watch.start(drain, loop);
            if (busy) {
                watch.onTransportActive();
            }
        }
    }

    private void aged() {
        drain.run();
        if (rules.maxAgeGrace().isPositive()) {
            after(
                    rules.maxAgeGrace(),
                    () -> end.accept(Status.UNAVAILABLE.withDescription("the connection is over its age")));
        }
    }

    private void after(Duration delay, Runnable task) {
        timers.add(loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    void busy() {
        if (idle != null) {
            idle.onTransportActive();
        }
    }

    void idle() {
        if (idle != null) {
            idle.onTransportIdle();
        }
    }

    void over() {
        timers.forEach(timer -> timer.cancel(false));
        if (idle != null) {
            idle.onTransportTermination();
        }
    }
}
