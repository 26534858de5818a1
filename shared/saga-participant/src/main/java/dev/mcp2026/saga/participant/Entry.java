package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.limit.Limit;
import java.nio.charset.StandardCharsets;

/// What is recorded of one call that took effect, or was decided for good.
///
/// @param token the call's, empty for a tombstone, whose call never came; `resource` likewise
/// @param text the work's answer; empty where no work ran
record Entry(StepName step, ActionKind kind, String token, String resource, EntryState state, String text) {

    /// The record of a call whose work ran.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED if its text is more than `resultBytes`
    static Entry of(SagaCall call, Verdict verdict, Limit resultBytes) {
        return switch (verdict) {
            case Verdict.Result(String text) -> of(call, EntryState.DONE, bounded(text, resultBytes));
            case Verdict.Refusal(String text) -> of(call, EntryState.REFUSED, bounded(text, resultBytes));
        };
    }

    static Entry empty(SagaCall call) {
        return of(call, EntryState.EMPTY, "");
    }

    /// Stands for the action that never came, so that it is refused when it does.
    static Entry tombstone(StepName step) {
        return new Entry(step, ActionKind.ACTION, "", "", EntryState.TOMBSTONE, "");
    }

    private static Entry of(SagaCall call, EntryState state, String text) {
        return new Entry(
                call.step(),
                call.kind(),
                call.token().toString(),
                call.resource().value(),
                state,
                text);
    }

    private static String bounded(String text, Limit bytes) {
        bytes.check("result", text.getBytes(StandardCharsets.UTF_8).length);
        return text;
    }

    /// What the call that it is the record of is told.
    Outcome outcome(boolean replayed) {
        return switch (state) {
            case DONE -> new Outcome.Done(text, replayed);
            case REFUSED -> new Outcome.BusinessRefusal(text, replayed);
            case EMPTY -> new Outcome.EmptyCompensation(replayed);
            case TOMBSTONE ->
                new Outcome.Refused(Outcome.Reason.TOMBSTONED, "step " + step + " was compensated before it came");
        };
    }
}
