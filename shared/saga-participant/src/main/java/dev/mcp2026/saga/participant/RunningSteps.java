package dev.mcp2026.saga.participant;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The steps that threads of this process are at: a second caller is told so at once, rather than waiting for a lock
/// with one of the database's connections in its hand. Bounded by the number of threads.
final class RunningSteps {
    private record Key(SagaId saga, StepName step) {}

    private final Set<Key> running = ConcurrentHashMap.newKeySet();

    /// False if another thread is at the step. Whoever gets true must call [#leave].
    boolean enter(SagaCall call) {
        return running.add(key(call));
    }

    void leave(SagaCall call) {
        running.remove(key(call));
    }

    private static Key key(SagaCall call) {
        return new Key(call.saga(), call.step());
    }
}
