package dev.mcp2026.saga.participant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is refused without a look at the step's records.
final class Refusals {
    private Refusals() {}

    static @Nullable Outcome late(SagaCall call, Instant now) {
        return now.isBefore(call.deadline())
                ? null
                : new Outcome.Refused(
                        Outcome.Reason.DEADLINE_PASSED, "the deadline " + call.deadline() + " has passed");
    }

    /// @param seen the saga's highest epoch
    static @Nullable Outcome stale(SagaCall call, long seen) {
        return call.epoch() >= seen
                ? null
                : new Outcome.Refused(
                        Outcome.Reason.STALE_EPOCH,
                        "epoch " + call.epoch() + " is past: a coordinator of epoch " + seen + " has the saga");
    }

    static Outcome inProgress(SagaCall call) {
        return new Outcome.Refused(Outcome.Reason.IN_PROGRESS, "step " + call.step() + " is running; ask again");
    }
}
