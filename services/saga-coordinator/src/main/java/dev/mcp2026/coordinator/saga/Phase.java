package dev.mcp2026.coordinator.saga;

import java.time.Instant;

/// Where the whole saga stands.
public sealed interface Phase {
    record Running() implements Phase {}

    /// On its way back.
    ///
    /// @param reason why it could not go on
    record Compensating(String reason) implements Phase {}

    /// All steps are done.
    record Completed(Instant at) implements Phase {}

    /// All that was done is undone.
    record Compensated(String reason, Instant at) implements Phase {}

    /// Why it goes or went back; empty where it does not.
    default String reason() {
        return switch (this) {
            case Running _, Completed _ -> "";
            case Compensating back -> back.reason;
            case Compensated back -> back.reason;
        };
    }

    default boolean isFinal() {
        return switch (this) {
            case Running _, Compensating _ -> false;
            case Completed _, Compensated _ -> true;
        };
    }
}
