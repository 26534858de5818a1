package dev.mcp2026.identity.workload;

import java.util.function.Consumer;

/// Gives workloads what is theirs.
public interface Workloads {
    /// Calls `listener` with what the caller has now and again whenever that changes, one call at a time, each with the
    /// newest: a slow listener misses the ones between. The first comes before this returns where all is cached.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED for too many subscriptions
    Subscription subscribe(Caller caller, Consumer<WorkloadUpdate> listener);

    /// Ends the calls to the listener.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
