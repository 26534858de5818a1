package dev.mcp2026.store.embedded;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.store.StoreLimits;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A command and the caller who waits for it. The outcome is kept back until it is durable.
final class Pending<R> {
    final Command<R> command;
    final CompletableFuture<R> answer = new CompletableFuture<>();
    private @Nullable R result;
    private @Nullable FaultException fault;

    Pending(Command<R> command) {
        this.command = command;
    }

    void run(Tables tables, LeaseBook leases, StoreLimits limits, long now) {
        try {
            result = command.run(tables, leases, limits, now);
        } catch (FaultException e) {
            fault = e;
        }
    }

    void done() {
        if (fault != null) {
            answer.completeExceptionally(fault);
        } else {
            answer.complete(result);
        }
    }

    void failed(FaultException why) {
        answer.completeExceptionally(why);
    }
}
