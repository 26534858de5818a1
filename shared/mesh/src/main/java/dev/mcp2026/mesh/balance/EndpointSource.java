package dev.mcp2026.mesh.balance;

import java.util.List;

/// Where endpoints come from: the registry's instances and the routes to their cells. What a channel resolves from.
public interface EndpointSource {
    /// Follows a target until the subscription is closed. The observer is told at once if something is known, and
    /// after each change; until it is told anything calls wait.
    Subscription subscribe(MeshTarget target, Observer observer);

    /// Is told from any thread, but by one at a time and in order.
    interface Observer {
        /// These are all now; not empty.
        void endpoints(List<Endpoint> all);

        /// There is none: calls fail UNAVAILABLE with this reason unless they wait for ready.
        void none(String reason);
    }

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
