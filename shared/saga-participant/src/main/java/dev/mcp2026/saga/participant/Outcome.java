package dev.mcp2026.saga.participant;

/// What a call came to. [Answer] says how to tell the coordinator.
public sealed interface Outcome {
    /// The work is done, now or before.
    ///
    /// @param result what the work answered the first time
    /// @param replayed true if the work did not run in this call
    record Done(String result, boolean replayed) implements Outcome {}

    /// The business refused, now or before; nothing of the work is in effect.
    ///
    /// @param reason what the work said the first time
    /// @param replayed true if the work did not run in this call
    record BusinessRefusal(String reason, boolean replayed) implements Outcome {}

    /// There was nothing to compensate: the step's action never came, or was refused by the business. The work did not
    /// run, and the action will be refused from now on.
    ///
    /// @param replayed true if an earlier call has recorded it
    record EmptyCompensation(boolean replayed) implements Outcome {}

    /// The barrier did not let the call through. Nothing is recorded of it but its epoch.
    ///
    /// @param detail what was wrong, for a person
    record Refused(Reason reason, String detail) implements Outcome {}

    /// Why the barrier refused.
    enum Reason {
        /// A forward step that comes after its compensation, whether or not it ran before that.
        TOMBSTONED,
        /// Another coordinator has taken the saga over, and was here.
        STALE_EPOCH,
        /// The token belongs to another resource or step, or the step to another token.
        TOKEN_COLLISION,
        /// The caller has given up waiting.
        DEADLINE_PASSED,
        /// Another thread or connection is at this step now; the same call can be made again soon.
        IN_PROGRESS
    }
}
