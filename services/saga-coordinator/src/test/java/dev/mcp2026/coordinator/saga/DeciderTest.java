package dev.mcp2026.coordinator.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.DefinitionReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DeciderTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final String CALL = "{ http: { url: 'http://localhost:1/x' }, retry: { attempts: 2 } }";
    private static final String UNDO = ", compensation: " + CALL;

    private SagaState state = started("a" + UNDO, "b" + UNDO, "c" + UNDO);
    private Instant now = NOW;

    /// Steps in a row, each its name and what more there is of it.
    private static SagaState started(String... steps) {
        StringBuilder text = new StringBuilder("""
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  deadline: 1m
                  steps:
                """);
        for (String step : steps) {
            int end = step.indexOf(',') < 0 ? step.length() : step.indexOf(',');
            text.append("  - { step: ")
                    .append(step, 0, end)
                    .append(", action: ")
                    .append(CALL)
                    .append(step.substring(end))
                    .append(" }\n");
        }
        return begun(text.toString());
    }

    private static SagaState begun(String text) {
        var definition = DefinitionReader.read("saga.yaml", text, new TenantId("default"));
        SagaState state = SagaState.started(definition, definition.input(), NOW);
        for (SagaEvent event : Decider.start(state, NOW)) {
            state = state.after(event, NOW);
        }
        return state;
    }

    private List<SagaEvent> give(Command command) {
        List<SagaEvent> events = Decider.decide(state, command, now);
        for (SagaEvent event : events) {
            state = state.after(event, now);
        }
        return events;
    }

    private void ends(String step, Side side, Outcome outcome) {
        give(new Command.CallEnded(new StepName(step), side, outcome, Duration.ofSeconds(1)));
    }

    private void does(String step) {
        ends(step, Side.ACTION, new Outcome.Success(IntNode.valueOf(1)));
    }

    private void undoes(String step) {
        ends(step, Side.COMPENSATION, new Outcome.Success(IntNode.valueOf(1)));
    }

    private void refuses(String step) {
        ends(step, Side.ACTION, new Outcome.Refusal("sold out"));
    }

    private void fails(String step, Side side) {
        ends(step, side, new Outcome.Unknown("timeout"));
        now = now.plusSeconds(2);
    }

    /// Calls that are to be made, as `a` for an action and `-a` for its compensation.
    private List<String> calls() {
        return Work.of(state, now).calls().stream()
                .map(call -> (call.side() == Side.ACTION ? "" : "-") + call.step())
                .collect(Collectors.toList());
    }

    @Test
    void stepsFollowEachOtherToTheEnd() {
        assertThat(calls()).containsExactly("a");
        does("a");
        assertThat(calls()).containsExactly("b");
        does("b");
        does("c");
        assertThat(state.phase()).isEqualTo(new Phase.Completed(now));
        assertThat(state.results()).hasSize(3);
        assertThat(calls()).isEmpty();
    }

    @Test
    void aRefusalTakesBackWhatWasDoneInReverse() {
        does("a");
        does("b");
        refuses("c");
        assertThat(calls()).containsExactly("-b");
        undoes("b");
        assertThat(calls()).containsExactly("-a");
        undoes("a");
        assertThat(state.phase()).isEqualTo(new Phase.Compensated("step 'c' was refused: sold out", now));
    }

    @Test
    void whatGaveNoAnswerIsTriedAgainThenTakenBackToo() {
        does("a");
        fails("b", Side.ACTION);
        assertThat(calls()).containsExactly("b");
        fails("b", Side.ACTION);
        assertThat(calls()).containsExactly("-b");
    }

    @Test
    void aCompensationThatCouldNotBeMadeIsNoAttempt() {
        does("a");
        refuses("b");
        for (int i = 0; i < 100; i++) {
            ends("a", Side.COMPENSATION, new Outcome.NotMade("its breaker is open"));
            assertThat(calls()).isEmpty();
            now = now.plusSeconds(2);
            assertThat(calls()).containsExactly("-a");
        }
        give(new Command.Skip(new StepName("a"), "me", "it is gone for good"));
        assertThat(state.phase()).isInstanceOf(Phase.Compensated.class);
    }

    @Test
    void anActionThatCouldNotBeMadeIsOne() {
        for (int i = 0; i < 2; i++) {
            ends("a", Side.ACTION, new Outcome.NotMade("its breaker is open"));
            now = now.plusSeconds(2);
        }
        assertThat(state.phase()).isInstanceOf(Phase.Compensating.class);
    }

    @Test
    void aRefusalAfterAnAttemptWithoutAnAnswerIsTakenBackAllTheSame() {
        fails("a", Side.ACTION);
        refuses("a");
        assertThat(calls()).containsExactly("-a");
    }

    @Test
    void anActionThatEndsAfterTheSagaTurnedChangesNothing() {
        does("a");
        give(new Command.Cancel("me", "no longer wanted"));
        assertThat(calls()).containsExactly("-b");
        assertThat(Decider.decide(
                        state,
                        new Command.CallEnded(
                                new StepName("b"), Side.ACTION, new Outcome.Success(IntNode.valueOf(1)), Duration.ZERO),
                        now))
                .isEmpty();
    }

    @Test
    void theDeadlineTurnsTheSagaAndIsWokenFor() {
        does("a");
        assertThat(Work.of(state, now).wake()).hasValue(NOW.plusSeconds(60));
        now = NOW.plusSeconds(60);
        give(new Command.TimePassed());
        assertThat(state.phase()).isEqualTo(new Phase.Compensating("the saga's deadline has passed"));
    }

    @Test
    void fromThePivotOnThereIsNoWayBack() {
        state = started("a" + UNDO, "b, pivot: true", "c");
        does("a");
        now = NOW.plusSeconds(120);
        assertThat(give(new Command.TimePassed())).isEmpty();
        assertThatThrownBy(() -> give(new Command.Cancel("me", "")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("pivot");
        fails("b", Side.ACTION);
        fails("b", Side.ACTION);
        fails("b", Side.ACTION);
        assertThat(calls()).containsExactly("b");
        does("b");
        refuses("c");
        assertThat(state.isStuck()).isTrue();
        give(new Command.Retry(new StepName("c"), "me"));
        does("c");
        assertThat(state.phase()).isEqualTo(new Phase.Completed(now));
    }

    @Test
    void aRefusedPivotTakesBackTheSaga() {
        state = started("a" + UNDO, "b, pivot: true");
        does("a");
        refuses("b");
        assertThat(calls()).containsExactly("-a");
    }

    @Test
    void aCompensationThatKeepsFailingIsDeadAndWhatCameBeforeWaits() {
        does("a");
        does("b");
        refuses("c");
        fails("b", Side.COMPENSATION);
        fails("b", Side.COMPENSATION);
        assertThat(state.isStuck()).isTrue();
        assertThat(calls()).isEmpty();
        give(new Command.Skip(new StepName("b"), "me", "done by hand"));
        assertThat(calls()).containsExactly("-a");
        undoes("a");
        assertThat(state.phase()).isInstanceOf(Phase.Compensated.class);
    }

    @Test
    void branchesRunBesideEachOtherAndAreTakenBackBesideEachOther() {
        state = begun("""
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  steps:
                  - { step: a, action: CALL, compensation: CALL }
                  - parallel:
                      - - { step: b, action: CALL, compensation: CALL }
                        - { step: c, action: CALL, compensation: CALL }
                      - - { step: d, action: CALL, compensation: CALL }
                  - { step: e, action: CALL, compensation: CALL }
                """.replace("CALL", CALL));
        does("a");
        assertThat(calls()).containsExactly("b", "d");
        does("b");
        does("d");
        does("c");
        assertThat(calls()).containsExactly("e");
        refuses("e");
        assertThat(calls()).containsExactly("-c", "-d");
        undoes("d");
        undoes("c");
        assertThat(calls()).containsExactly("-b");
        undoes("b");
        assertThat(calls()).containsExactly("-a");
    }

    @Test
    void whatNeedsNoCompensationIsPassedOver() {
        state = started("a" + UNDO, "b, compensation: none", "c" + UNDO);
        does("a");
        does("b");
        refuses("c");
        assertThat(calls()).containsExactly("-a");
    }

    @Test
    void oneThatEndedTakesNoMoreCommands() {
        refuses("a");
        assertThat(state.phase()).isInstanceOf(Phase.Compensated.class);
        for (Command command : new ArrayList<>(List.of(
                new Command.Cancel("me", ""),
                new Command.Retry(new StepName("a"), "me"),
                new Command.Skip(new StepName("a"), "me", "")))) {
            assertThatThrownBy(() -> give(command)).hasMessageContaining("has ended");
        }
    }
}
