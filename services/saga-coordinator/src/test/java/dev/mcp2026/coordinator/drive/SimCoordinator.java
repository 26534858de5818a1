package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import dev.mcp2026.testkit.sim.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// One coordinator: the real driver, runs, log and keeper of shards, over simulated lines. It may be held up as a
/// whole, as by its garbage collector or its hypervisor: its clock goes on then, and all that came waits for it.
final class SimCoordinator implements SimNode {
    static final Duration TTL = Duration.ofSeconds(3);
    private static final Definitions DEFINITIONS = new Definitions();
    private static final Limit PLENTY = new Limit("plenty", 1_000_000, "sagas");
    private static final Duration STORE_RETRY = Duration.ofMillis(100);
    private static final long LATENCY_NANOS = 500_000;

    private record Arrived(Line.Reply reply) {}

    private final SimContext context;
    private final SimTasks tasks;
    private final Line line;
    private final LineStore store;
    private final Driver driver;
    private final ShardKeeper keeper;
    private final List<Object> held = new ArrayList<>();
    private boolean paused;
    private long awakeSince;

    SimCoordinator(SimContext context, NodeId storeNode, NodeId follower, NodeId shop, Supplier<ShopNode> calls) {
        this.context = context;
        this.tasks = new SimTasks(context);
        this.line = new Line(context, tasks);
        this.store = new LineStore(storeNode, follower, line, tasks);
        Participants participants = request -> {
            calls.get().made(request);
            return line.ask(shop, request, request.limit()) instanceof Outcome outcome
                    ? outcome
                    : new Outcome.Unknown("no answer");
        };
        this.driver = new Driver(
                new SagaLog(store, World.CELL, DEFINITIONS),
                participants,
                new DriveSettings(PLENTY, PLENTY, STORE_RETRY),
                new SteadyClock(context.clock(), context::nanoTime),
                context.random(),
                (before, after) -> {},
                tasks);
        this.keeper = new ShardKeeper(
                store, new Shards(store, World.CELL, context.self().value()), driver, TTL, false);
        this.awakeSince = context.nanoTime();
    }

    Driver driver() {
        return driver;
    }

    @Override
    public void onStart() {
        keeper.start();
    }

    @Override
    public void onMessage(NodeId from, Object message) {
        if (message instanceof Line.Reply reply) {
            come(new Arrived(reply));
        }
    }

    @Override
    public void onTimer(Object timer) {
        come(timer);
    }

    private void come(Object what) {
        if (paused) {
            held.add(what);
        } else if (what instanceof Arrived(Line.Reply reply)) {
            line.heard(reply);
        } else {
            tasks.come((SimTasks.Due) what);
        }
    }

    /// Somebody's request, carried out here.
    void request(String name, Runnable work) {
        tasks.start(name, work);
    }

    void pause() {
        paused = true;
    }

    /// All that has come meanwhile happens at once, in any order.
    void goOn() {
        if (paused) {
            paused = false;
            awakeSince = context.nanoTime();
            held.forEach(
                    what -> context.setTimer(Duration.ofNanos(context.random().nextLong(LATENCY_NANOS)), what));
            held.clear();
        }
    }

    boolean isPaused() {
        return paused;
    }

    /// Gives all away, as on an orderly end.
    void leave(Runnable then) {
        tasks.start("leave", () -> {
            keeper.close();
            driver.close();
            then.run();
        });
    }

    void kill() {
        tasks.kill();
    }

    /// How long it has run, and could not renew its lease, by its own clock.
    Duration unrenewed() {
        return Duration.ofNanos(context.nanoTime() - Math.max(store.renewed(), awakeSince));
    }
}
