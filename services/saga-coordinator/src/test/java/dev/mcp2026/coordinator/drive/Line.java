package dev.mcp2026.coordinator.drive;

import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Questions of one process to others, and their answers.
final class Line {
    record Ask(long number, Object what) {
        @Override
        public String toString() {
            return "ask " + what;
        }
    }

    record Reply(long number, Object what) {
        @Override
        public String toString() {
            return "reply " + what;
        }
    }

    private static final class Waiting {
        private final Fiber fiber;
        private @Nullable Object answer;

        Waiting(Fiber fiber) {
            this.fiber = fiber;
        }
    }

    private final SimContext context;
    private final SimTasks tasks;
    private final Map<Long, Waiting> waiting = new HashMap<>();

    Line(SimContext context, SimTasks tasks) {
        this.context = context;
        this.tasks = tasks;
    }

    /// @return null where no answer came in time
    @Nullable
    Object ask(NodeId whom, Object what, Duration limit) throws InterruptedException {
        // By chance, so that no answer is taken for one to another incarnation of this process.
        long number = context.random().nextLong();
        Waiting mine = new Waiting(tasks.running());
        waiting.put(number, mine);
        context.send(whom, new Ask(number, what));
        try {
            tasks.await(limit);
            return mine.answer;
        } finally {
            waiting.remove(number);
        }
    }

    void heard(Reply reply) {
        Waiting mine = waiting.get(reply.number());
        if (mine != null && mine.answer == null) {
            mine.answer = reply.what();
            mine.fiber.wake();
        }
    }
}
