package dev.mcp2026.saga.participant;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is recorded about a call's step and token. Decides, and changes nothing.
///
/// @param action the record of the step's action
/// @param compensation the record of the step's compensation
/// @param bearers records of the call's kind that bear its token; more than one never are
record StepEntries(@Nullable Entry action, @Nullable Entry compensation, List<Entry> bearers) {
    /// @param entries of the call's saga, at least those of its step and its token
    static StepEntries of(SagaCall call, Iterable<Entry> entries) {
        Entry action = null;
        Entry compensation = null;
        List<Entry> bearers = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.step().equals(call.step())) {
                switch (entry.kind()) {
                    case ACTION -> action = entry;
                    case COMPENSATION -> compensation = entry;
                }
            }
            if (entry.kind() == call.kind() && entry.token().equals(call.token().toString())) {
                bearers.add(entry);
            }
        }
        return new StepEntries(action, compensation, List.copyOf(bearers));
    }

    Decision decide(SagaCall call) {
        for (Entry bearer : bearers) {
            if (!bearer.resource().equals(call.resource().value())) {
                return refuse(Outcome.Reason.TOKEN_COLLISION, "the token belongs to another resource");
            }
            if (!bearer.step().equals(call.step())) {
                return refuse(Outcome.Reason.TOKEN_COLLISION, "the token belongs to step " + bearer.step());
            }
        }
        return switch (call.kind()) {
            case ACTION -> decideAction(call);
            case COMPENSATION -> decideCompensation(call);
        };
    }

    private Decision decideAction(SagaCall call) {
        if (compensation != null) {
            return refuse(Outcome.Reason.TOMBSTONED, "step " + call.step() + " has been compensated");
        }
        return action == null ? new Decision.RunWork() : repeat(call, action);
    }

    private Decision decideCompensation(SagaCall call) {
        if (compensation != null) {
            return repeat(call, compensation);
        }
        if (action == null) {
            return new Decision.RecordEmpty(true);
        }
        return action.state() == EntryState.DONE ? new Decision.RunWork() : new Decision.RecordEmpty(false);
    }

    private static Decision repeat(SagaCall call, Entry own) {
        return own.state() == EntryState.TOMBSTONE
                        || own.token().equals(call.token().toString())
                ? new Decision.Reply(own.outcome(true))
                : refuse(Outcome.Reason.TOKEN_COLLISION, "step " + call.step() + " has been called with another token");
    }

    private static Decision refuse(Outcome.Reason reason, String detail) {
        return new Decision.Reply(new Outcome.Refused(reason, detail));
    }
}
