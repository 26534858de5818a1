package dev.mcp2026.coordinator.saga;

import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.Operation;
import dev.mcp2026.saga.definition.StepDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a state wants done: calls, and when to look again.
///
/// @param calls to be under way now
/// @param wake when time alone changes something; empty for never
public record Work(List<Call> calls, Optional<Instant> wake) {
    /// @param attempt from 1
    public record Call(StepName step, Side side, int attempt, Operation operation) {}

    public static Work of(SagaState state, Instant now) {
        List<Call> calls = new ArrayList<>();
        List<Instant> times = new ArrayList<>();
        if (!state.phase().isFinal()) {
            state.steps().forEach((name, step) -> {
                StepDefinition definition = state.definition().step(name);
                switch (step) {
                    case StepState.Trying trying
                    when state.phase() instanceof Phase.Running ->
                        add(
                                calls,
                                times,
                                now,
                                trying.notBefore(),
                                new Call(name, Side.ACTION, trying.attempts() + 1, definition.action()));
                    case StepState.Undoing undoing ->
                        add(
                                calls,
                                times,
                                now,
                                undoing.notBefore(),
                                new Call(
                                        name,
                                        Side.COMPENSATION,
                                        undoing.attempts() + 1,
                                        definition.compensation().orElseThrow()));
                    case StepState.Trying _,
                            StepState.Waiting _,
                            StepState.Done _,
                            StepState.Refused _,
                            StepState.Abandoned _,
                            StepState.Undone _,
                            StepState.Dead _,
                            StepState.Skipped _ -> {}
                }
            });
            if (Decider.turnsAtDeadline(state)) {
                times.add(state.deadline());
            }
        }
        return new Work(calls, times.stream().min(Instant::compareTo));
    }

    private static void add(List<Call> calls, List<Instant> times, Instant now, Instant notBefore, Call call) {
        if (notBefore.isAfter(now)) {
            times.add(notBefore);
        } else {
            calls.add(call);
        }
    }
}
