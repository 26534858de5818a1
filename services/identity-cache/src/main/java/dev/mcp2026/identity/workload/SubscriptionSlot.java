package dev.mcp2026.identity.workload;

import org.jspecify.annotations.Nullable;

/// Ends a subscription once, also when the end comes before the subscription does: its first update can end a call
/// while it is being made.
final class SubscriptionSlot {
    private Workloads.@Nullable Subscription subscription;
    private boolean closed;

    void set(Workloads.Subscription made) {
        synchronized (this) {
            if (!closed) {
                subscription = made;
                return;
            }
        }
        made.close();
    }

    void close() {
        Workloads.Subscription open;
        synchronized (this) {
            closed = true;
            open = subscription;
            subscription = null;
        }
        if (open != null) {
            open.close();
        }
    }
}
