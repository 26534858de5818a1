package dev.mcp2026.registry.watch;

import java.util.concurrent.Executor;

/// Where the callbacks of the call that is being answered run: a stream that is written to from there needs no other
/// thread to be woken.
@FunctionalInterface
public interface CallExecutors {
    /// To be asked on the call's own thread. What runs there must not block.
    Executor ofThisCall();
}
