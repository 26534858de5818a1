package dev.mcp2026.benchmarks.measure;

import dev.mcp2026.proto.registry.v1.Registration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What is measured: something that takes registrations and shows them to watchers.
public interface Subject {
    /// Completes when the write is acknowledged.
    CompletableFuture<Void> put(Registration registration);

    /// Returns once the watch stands, so that nothing put later is missed.
    Watching watch(String service, Consumer<Registration> seen) throws Exception;

    /// Ends a watch.
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /// Writes here, watches there.
    static Subject across(Subject writer, Subject watcher) {
        return new Subject() {
            @Override
            public CompletableFuture<Void> put(Registration registration) {
                return writer.put(registration);
            }

            @Override
            public Watching watch(String service, Consumer<Registration> seen) throws Exception {
                return watcher.watch(service, seen);
            }
        };
    }
}
