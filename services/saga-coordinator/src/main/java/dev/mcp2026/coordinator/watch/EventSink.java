package dev.mcp2026.coordinator.watch;

import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.kernel.error.FaultException;

/// A client's end of a watch. Called by one thread at a time.
public interface EventSink {
    /// Whether it takes one more now. Whoever makes it calls [SagaWatch#send] when it does again.
    boolean ready();

    /// @param phase the saga's newest
    void event(Recorded.Happened happened, Phase phase);

    /// The saga has ended, and all was told.
    void complete();

    void fail(FaultException why);
}
