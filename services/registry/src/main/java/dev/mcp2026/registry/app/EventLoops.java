package dev.mcp2026.registry.app;

import dev.mcp2026.registry.watch.CallExecutors;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/// The event loop of the call's connection.
@Singleton
public class EventLoops implements CallExecutors {
    @Override
    public Executor ofThisCall() {
        Context context = Vertx.currentContext();
        if (context == null || !context.isEventLoopContext()) {
            throw new IllegalStateException("a stream is opened on its event loop");
        }
        return task -> context.runOnContext(ignored -> task.run());
    }
}
