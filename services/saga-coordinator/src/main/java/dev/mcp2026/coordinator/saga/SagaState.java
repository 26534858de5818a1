package dev.mcp2026.coordinator.saga;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.SagaDefinition;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// A saga as its log tells it.
///
/// @param input what the definition gives and the start, together
/// @param deadline by which it is done, or goes back
/// @param results of actions that have succeeded, also of those that are undone since
public record SagaState(
        SagaDefinition definition,
        JsonNode input,
        Instant deadline,
        Phase phase,
        Map<StepName, StepState> steps,
        Map<StepName, JsonNode> results) {
    public SagaState {
        steps = Collections.unmodifiableMap(steps);
        results = Map.copyOf(results);
    }

    public static SagaState started(SagaDefinition definition, JsonNode input, Instant now) {
        Map<StepName, StepState> steps = new LinkedHashMap<>();
        definition.steps().keySet().forEach(name -> steps.put(name, new StepState.Waiting()));
        return new SagaState(definition, input, now.plus(definition.deadline()), new Phase.Running(), steps, Map.of());
    }

    public StepState step(StepName name) {
        StepState state = steps.get(name);
        if (state == null) {
            throw new IllegalArgumentException("no step " + name);
        }
        return state;
    }

    /// Whether somebody has to look at it.
    public boolean isStuck() {
        return !phase.isFinal() && steps.values().stream().anyMatch(StepState.Dead.class::isInstance);
    }

    /// @param at when it happened
    public SagaState after(SagaEvent event, Instant at) {
        return switch (event) {
            case SagaEvent.Begun begun -> with(begun.step(), new StepState.Trying(0, at, ""));
            case SagaEvent.Succeeded succeeded -> done(succeeded.step(), succeeded.result());
            case SagaEvent.Refused refused -> with(refused.step(), new StepState.Refused(refused.reason()));
            case SagaEvent.Failed failed ->
                with(
                        failed.step(),
                        switch (failed.side()) {
                            case ACTION -> new StepState.Trying(failed.attempt(), failed.next(), failed.reason());
                            case COMPENSATION ->
                                new StepState.Undoing(failed.attempt(), failed.next(), failed.reason());
                        });
            case SagaEvent.Abandoned gone -> with(gone.step(), new StepState.Abandoned(gone.reason()));
            case SagaEvent.Turned turned -> in(new Phase.Compensating(turned.reason()));
            case SagaEvent.UndoBegun begun -> with(begun.step(), new StepState.Undoing(0, at, ""));
            case SagaEvent.Undone undone -> with(undone.step(), new StepState.Undone());
            case SagaEvent.DeadLettered dead ->
                with(dead.step(), new StepState.Dead(dead.side(), dead.attempts(), dead.reason()));
            case SagaEvent.Retried retried ->
                with(
                        retried.step(),
                        switch (retried.side()) {
                            case ACTION -> new StepState.Trying(0, at, "");
                            case COMPENSATION -> new StepState.Undoing(0, at, "");
                        });
            // A skipped action is as good as done, so that what follows finds a result.
            case SagaEvent.Skipped skipped ->
                switch (skipped.side()) {
                    case ACTION -> done(skipped.step(), NullNode.instance);
                    case COMPENSATION -> with(skipped.step(), new StepState.Skipped(skipped.by(), skipped.reason()));
                };
            case SagaEvent.Completed _ -> in(new Phase.Completed(at));
            case SagaEvent.Compensated back -> in(new Phase.Compensated(back.reason(), at));
        };
    }

    private SagaState done(StepName name, JsonNode result) {
        Map<StepName, JsonNode> next = new HashMap<>(results);
        next.put(name, result);
        return new SagaState(
                definition,
                input,
                deadline,
                phase,
                with(name, new StepState.Done()).steps(),
                next);
    }

    private SagaState with(StepName name, StepState state) {
        Map<StepName, StepState> next = new LinkedHashMap<>(steps);
        next.put(name, state);
        return new SagaState(definition, input, deadline, phase, next, results);
    }

    private SagaState in(Phase next) {
        return new SagaState(definition, input, deadline, next, steps, results);
    }
}
