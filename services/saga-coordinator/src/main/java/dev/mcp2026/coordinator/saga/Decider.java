package dev.mcp2026.coordinator.saga;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.Recovery;
import dev.mcp2026.saga.definition.StepDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What happens next. Every answer is a list of events to be made durable together before anything follows from them.
public final class Decider {
    private Decider() {}

    /// The first events of a saga.
    public static List<SagaEvent> start(SagaState state, Instant now) {
        return new Course(state, now).proceed().events();
    }

    /// @return empty where it changes nothing, as the late end of a call that nobody waits for
    /// @throws FaultException for a command of a person that can't be done now
    public static List<SagaEvent> decide(SagaState state, Command command, Instant now) {
        if (state.phase().isFinal()) {
            return switch (command) {
                case Command.CallEnded _, Command.TimePassed _ -> List.of();
                case Command.Cancel _, Command.Retry _, Command.Skip _ -> throw conflict("the saga has ended", "");
            };
        }
        Course course = new Course(state, now);
        switch (command) {
            case Command.CallEnded ended -> ended(course, ended, now);
            case Command.TimePassed _ -> timePassed(course, now);
            case Command.Cancel cancel -> cancel(course, cancel);
            case Command.Retry retry -> retry(course, retry);
            case Command.Skip skip -> skip(course, skip);
        }
        return course.events().isEmpty() ? List.of() : course.proceed().events();
    }

    private static void ended(Course course, Command.CallEnded ended, Instant now) {
        switch (course.state().step(ended.step())) {
            case StepState.Trying trying when ended.side() == Side.ACTION -> actionEnded(course, ended, trying, now);
            case StepState.Undoing undoing
            when ended.side() == Side.COMPENSATION -> compensationEnded(course, ended, undoing, now);
            // What nobody waits for any more: the compensation that was begun since settles it.
            case StepState _ -> {}
        }
    }

    private static void actionEnded(Course course, Command.CallEnded ended, StepState.Trying trying, Instant now) {
        StepDefinition step = course.state().definition().step(ended.step());
        int made = trying.attempts() + 1;
        switch (ended.outcome()) {
            case Outcome.Success success -> course.add(new SagaEvent.Succeeded(step.name(), success.result()));
            case Outcome.Refusal refusal -> refused(course, step, trying, refusal.reason());
            case Outcome.Unknown unknown -> unanswered(course, step, made, unknown.reason(), now.plus(ended.pause()));
            // It counts like one that was made: where the saga can go back it does not wait for a participant that is
            // known to be away.
            case Outcome.NotMade not -> unanswered(course, step, made, not.reason(), now.plus(ended.pause()));
        }
    }

    private static void unanswered(Course course, StepDefinition step, int made, String reason, Instant next) {
        boolean over = step.action().retry().isExhausted(made);
        if (over && step.recovery() == Recovery.BACKWARD && !step.pivot()) {
            course.add(new SagaEvent.Abandoned(step.name(), reason));
            course.turn("step '" + step.name() + "' gave no answer in " + made + " attempts: " + reason);
        } else {
            course.add(new SagaEvent.Failed(step.name(), Side.ACTION, made, reason, next));
        }
    }

    private static void refused(Course course, StepDefinition step, StepState.Trying trying, String reason) {
        if (step.recovery() == Recovery.FORWARD) {
            course.add(new SagaEvent.DeadLettered(step.name(), Side.ACTION, trying.attempts() + 1, reason));
            return;
        }
        // An attempt before this one may have been done by a participant that forgot its token.
        course.add(
                trying.attempts() == 0 || step.pivot()
                        ? new SagaEvent.Refused(step.name(), reason)
                        : new SagaEvent.Abandoned(step.name(), reason));
        course.turn("step '" + step.name() + "' was refused: " + reason);
    }

    private static void compensationEnded(
            Course course, Command.CallEnded ended, StepState.Undoing undoing, Instant now) {
        StepDefinition step = course.state().definition().step(ended.step());
        int made = undoing.attempts() + 1;
        switch (ended.outcome()) {
            case Outcome.Success _ -> course.add(new SagaEvent.Undone(step.name()));
            case Outcome.Refusal refusal ->
                course.add(new SagaEvent.DeadLettered(step.name(), Side.COMPENSATION, made, refusal.reason()));
            case Outcome.Unknown unknown ->
                course.add(
                        step.compensation().orElseThrow().retry().isExhausted(made)
                                ? new SagaEvent.DeadLettered(step.name(), Side.COMPENSATION, made, unknown.reason())
                                : new SagaEvent.Failed(
                                        step.name(),
                                        Side.COMPENSATION,
                                        made,
                                        unknown.reason(),
                                        now.plus(ended.pause())));
            // No attempt: nobody is to look after a compensation that was never made.
            case Outcome.NotMade not ->
                course.add(new SagaEvent.Failed(
                        step.name(), Side.COMPENSATION, undoing.attempts(), not.reason(), now.plus(ended.pause())));
        }
    }

    private static void timePassed(Course course, Instant now) {
        SagaState state = course.state();
        if (turnsAtDeadline(state) && !now.isBefore(state.deadline())) {
            course.turn("the saga's deadline has passed");
        }
    }

    /// Whether the deadline still means anything: not on the way back, nor where it can't go back any more.
    static boolean turnsAtDeadline(SagaState state) {
        return state.phase() instanceof Phase.Running && canTurn(state);
    }

    /// From the pivot's first call on nobody knows, and then it is too late.
    private static boolean canTurn(SagaState state) {
        return state.definition()
                .pivot()
                .map(pivot -> state.step(pivot.name()) instanceof StepState.Waiting)
                .orElse(true);
    }

    private static void cancel(Course course, Command.Cancel cancel) {
        if (!(course.state().phase() instanceof Phase.Running)) {
            throw conflict("the saga is on its way back already", "");
        }
        if (!canTurn(course.state())) {
            throw conflict("the saga is at its pivot or beyond and can't be taken back", "let it go on");
        }
        course.turn("cancelled by " + cancel.by() + ": " + cancel.reason());
    }

    private static void retry(Course course, Command.Retry retry) {
        if (!(step(course, retry.step()) instanceof StepState.Dead dead)) {
            throw conflict("step '" + retry.step() + "' is not dead", "only a dead one has to be retried by hand");
        }
        if (dead.side() == Side.ACTION && course.state().phase() instanceof Phase.Compensating) {
            throw conflict("the saga is on its way back, its actions are over", "");
        }
        course.add(new SagaEvent.Retried(retry.step(), dead.side(), retry.by()));
    }

    private static void skip(Course course, Command.Skip skip) {
        Side side = switch (step(course, skip.step())) {
            case StepState.Dead dead -> dead.side();
            case StepState.Trying trying when trying.attempts() > 0 -> Side.ACTION;
            case StepState.Undoing undoing when !undoing.problem().isEmpty() -> Side.COMPENSATION;
            case StepState _ ->
                throw conflict("step '" + skip.step() + "' neither is dead nor has failed", "leave it alone");
        };
        course.add(new SagaEvent.Skipped(skip.step(), side, skip.by(), skip.reason()));
    }

    private static StepState step(Course course, StepName name) {
        StepState step = course.state().steps().get(name);
        if (step == null) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "the saga has no step '" + name + "'",
                    "it has " + course.state().steps().keySet());
        }
        return step;
    }

    private static FaultException conflict(String detail, String action) {
        return Faults.of(FaultKind.PRECONDITION_FAILED, detail, action.isEmpty() ? "there is nothing to do" : action);
    }

    /// A state and the events that led from where it began.
    private static final class Course {
        private final Instant now;
        private final List<SagaEvent> events = new ArrayList<>();
        private SagaState state;

        Course(SagaState state, Instant now) {
            this.state = state;
            this.now = now;
        }

        SagaState state() {
            return state;
        }

        List<SagaEvent> events() {
            return List.copyOf(events);
        }

        void add(SagaEvent event) {
            events.add(event);
            state = state.after(event, now);
        }

        void turn(String reason) {
            add(new SagaEvent.Turned(reason));
        }

        /// All that follows by itself.
        Course proceed() {
            switch (state.phase()) {
                case Phase.Running _ -> forward();
                case Phase.Compensating back -> backward(back);
                case Phase.Completed _, Phase.Compensated _ -> {}
            }
            return this;
        }

        private void forward() {
            boolean all = true;
            for (StepDefinition step : state.definition().steps().values()) {
                if (state.step(step.name()) instanceof StepState.Waiting
                        && step.after().stream().allMatch(before -> state.step(before) instanceof StepState.Done)) {
                    add(new SagaEvent.Begun(step.name()));
                }
                all &= state.step(step.name()) instanceof StepState.Done;
            }
            if (all) {
                add(new SagaEvent.Completed());
            }
        }

        private void backward(Phase.Compensating back) {
            // Beginning to undo one settles nothing, so what blocks stays the same meanwhile.
            Set<StepName> blocked = new HashSet<>();
            boolean all = true;
            for (StepDefinition step : state.definition().steps().values()) {
                if (!isSettled(step)) {
                    all = false;
                    blocked.addAll(state.definition().ancestors(step.name()));
                }
            }
            for (StepDefinition step : state.definition().steps().values()) {
                if (isToUndo(step) && !blocked.contains(step.name())) {
                    add(new SagaEvent.UndoBegun(step.name()));
                }
            }
            if (all) {
                add(new SagaEvent.Compensated(back.reason()));
            }
        }

        /// What has had its effect, or may have.
        private boolean isToUndo(StepDefinition step) {
            return step.compensation().isPresent()
                    && switch (state.step(step.name())) {
                        case StepState.Trying _, StepState.Done _, StepState.Abandoned _ -> true;
                        case StepState.Dead dead -> dead.side() == Side.ACTION;
                        case StepState.Waiting _,
                                StepState.Refused _,
                                StepState.Undoing _,
                                StepState.Undone _,
                                StepState.Skipped _ -> false;
                    };
        }

        private boolean isSettled(StepDefinition step) {
            return switch (state.step(step.name())) {
                case StepState.Undoing _ -> false;
                case StepState.Dead dead -> dead.side() == Side.ACTION && !isToUndo(step);
                case StepState.Waiting _,
                        StepState.Refused _,
                        StepState.Undone _,
                        StepState.Skipped _,
                        StepState.Trying _,
                        StepState.Done _,
                        StepState.Abandoned _ -> !isToUndo(step);
            };
        }
    }
}
