package dev.mcp2026.store;

import java.util.List;

/// What a watch saw.
public sealed interface WatchResult {
    /// Changes in revision order; the changes of one revision are never divided between two answers.
    ///
    /// @param upTo everything up to here has been delivered: resume from `upTo.next()`
    record Events(List<StoreEvent> events, Revision upTo) implements WatchResult {
        public Events {
            events = List.copyOf(events);
        }
    }

    /// Nothing happened in the time given.
    ///
    /// @param upTo as in [Events]
    record Idle(Revision upTo) implements WatchResult {}

    /// The watch asked for history that is gone; it is over. Read the range again, then watch from the
    /// revision after that answer's.
    ///
    /// @param compactedAt revisions up to here may be forgotten
    record Compacted(Revision compactedAt) implements WatchResult {}
}
