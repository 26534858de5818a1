package dev.mcp2026.identity.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives every caller what the test says, on the test's thread.
final class FakeWorkloads implements Workloads {
    final List<Caller> callers = new ArrayList<>();
    private final List<Consumer<WorkloadUpdate>> listeners = new ArrayList<>();
    private @Nullable WorkloadUpdate now;
    private @Nullable RuntimeException refusal;

    void give(WorkloadUpdate update) {
        now = update;
        List.copyOf(listeners).forEach(each -> each.accept(update));
    }

    void refuse(RuntimeException with) {
        refusal = with;
    }

    int open() {
        return listeners.size();
    }

    @Override
    public Subscription subscribe(Caller caller, Consumer<WorkloadUpdate> listener) {
        if (refusal != null) {
            throw refusal;
        }
        callers.add(caller);
        listeners.add(listener);
        if (now != null) {
            listener.accept(now);
        }
        return () -> listeners.remove(listener);
    }
}
