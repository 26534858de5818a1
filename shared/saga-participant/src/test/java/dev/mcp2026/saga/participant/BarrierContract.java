package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.participant.Outcome.BusinessRefusal;
import dev.mcp2026.saga.participant.Outcome.Done;
import dev.mcp2026.saga.participant.Outcome.EmptyCompensation;
import dev.mcp2026.saga.participant.Outcome.Reason;
import dev.mcp2026.saga.participant.Outcome.Refused;
import dev.mcp2026.testkit.clock.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What every barrier does, whatever it keeps its records in. Effects of work are texts in [#effects].
abstract class BarrierContract<T> {
    static final BarrierLimits LIMITS = new BarrierLimits(
            new Limit("mcp.saga.participant.result-bytes", 100, "bytes"),
            new Limit("mcp.saga.participant.sagas", 2_000, "sagas"),
            new Limit("mcp.saga.participant.records", 40, "records"),
            new Limit("mcp.saga.participant.forgotten-sagas", 3, "sagas"),
            new Limit("mcp.saga.participant.attempts", 6, "attempts"));

    final FakeClock clock = new FakeClock();

    /// A barrier on the records of this test; where processes can share them, as another process has it.
    abstract Barrier<T> barrier();

    abstract Effects<T> effects();

    /// Work that adds `text` to the effects and answers it.
    final Work<T, Exception> adds(String text) {
        return transaction -> {
            effects().add(transaction, text);
            return new Verdict.Result(text);
        };
    }

    final Outcome run(SagaCall call, String text) throws Exception {
        return barrier().run(call, adds(text));
    }

    static void assertRefused(Outcome outcome, Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void repeatsAnswerTheFirstResult() throws Exception {
        SagaCall call = Calls.action("s1", "drain");

        assertThat(run(call, "first")).isEqualTo(new Done("first", false));
        assertThat(run(call, "second")).isEqualTo(new Done("first", true));
        assertThat(effects().all()).containsExactly("first");
    }

    @Test
    void stepsAndSagasAreApart() throws Exception {
        run(Calls.action("s1", "drain"), "one");
        run(Calls.action("s1", "move"), "two");
        run(Calls.action("s2", "drain"), "three");

        assertThat(effects().all()).containsExactly("one", "two", "three");
    }

    @Test
    void lateForwardStepAfterItsEmptyCompensationIsRefused() throws Exception {
        run(Calls.compensation("s1", "drain"), "undo");

        assertRefused(run(Calls.action("s1", "drain"), "late"), Reason.TOMBSTONED);
        assertThat(effects().all()).isEmpty();
    }

    @Test
    void repeatedForwardStepAfterItsCompensationIsRefused() throws Exception {
        run(Calls.action("s1", "drain"), "do");

        assertThat(run(Calls.compensation("s1", "drain"), "undo")).isEqualTo(new Done("undo", false));
        assertRefused(run(Calls.action("s1", "drain"), "late"), Reason.TOMBSTONED);
        assertThat(effects().all()).containsExactly("do", "undo");
    }

    @Test
    void emptyCompensationIsRecordedAndRepeated() throws Exception {
        SagaCall compensation = Calls.compensation("s1", "drain");

        assertThat(run(compensation, "undo")).isEqualTo(new EmptyCompensation(false));
        assertThat(run(compensation, "undo")).isEqualTo(new EmptyCompensation(true));
        assertThat(effects().all()).isEmpty();
    }

    @Test
    void compensationAfterCompensationTakesEffectOnce() throws Exception {
        run(Calls.action("s1", "drain"), "do");
        run(Calls.compensation("s1", "drain"), "undo");

        assertThat(run(Calls.compensation("s1", "drain"), "again")).isEqualTo(new Done("undo", true));
        assertThat(effects().all()).containsExactly("do", "undo");
    }

    @Test
    void lowerEpochIsRefusedOnceAHigherOneWasSeenAtAnyStepOfTheSaga() throws Exception {
        run(Calls.of("s1", "drain", ActionKind.ACTION, 2), "new");

        assertRefused(run(Calls.of("s1", "drain", ActionKind.ACTION, 1), "old"), Reason.STALE_EPOCH);
        assertRefused(run(Calls.of("s1", "move", ActionKind.ACTION, 1), "old"), Reason.STALE_EPOCH);
        assertRefused(run(Calls.of("s1", "move", ActionKind.COMPENSATION, 1), "old"), Reason.STALE_EPOCH);
        assertThat(run(Calls.of("s2", "move", ActionKind.ACTION, 1), "other saga"))
                .isEqualTo(new Done("other saga", false));
        assertThat(run(Calls.of("s1", "drain", ActionKind.ACTION, 3), "repeat")).isEqualTo(new Done("new", true));
        assertRefused(run(Calls.of("s1", "drain", ActionKind.ACTION, 2), "old"), Reason.STALE_EPOCH);
    }

    @Test
    void epochIsSeenAlsoWhereTheWorkFails() {
        SagaCall call = Calls.of("s1", "drain", ActionKind.ACTION, 2);
        assertThatThrownBy(() -> barrier().run(call, _ -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertRefused(
                barrier().run(Calls.of("s1", "move", ActionKind.ACTION, 1), _ -> new Verdict.Result("old")),
                Reason.STALE_EPOCH);
    }

    @Test
    void sameTokenWithAnotherResourceIsACollision() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        run(call, "first");

        assertRefused(run(Calls.withResource(call, "another"), "other"), Reason.TOKEN_COLLISION);
        SagaCall elsewhere = Calls.withStep(Calls.withResource(call, "another"), "move");
        assertRefused(run(elsewhere, "other"), Reason.TOKEN_COLLISION);
        assertThat(effects().all()).containsExactly("first");
    }

    @Test
    void tokenOfAnotherStepAndStepOfAnotherTokenAreCollisions() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        run(call, "first");

        assertRefused(run(Calls.withStep(call, "move"), "other"), Reason.TOKEN_COLLISION);
        assertRefused(run(Calls.withToken(call, "fill"), "other"), Reason.TOKEN_COLLISION);
        assertThat(effects().all()).containsExactly("first");
    }

    @Test
    void exceptionLeavesNothingAndTheRetryRuns() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        assertThatThrownBy(() -> barrier().run(call, _ -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(run(call, "retry")).isEqualTo(new Done("retry", false));
    }

    @Test
    void failedCompensationLeavesTheActionInEffectAndRunsAgain() throws Exception {
        run(Calls.action("s1", "drain"), "do");
        SagaCall compensation = Calls.compensation("s1", "drain");
        assertThatThrownBy(() -> barrier().run(compensation, _ -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(run(Calls.action("s1", "drain"), "again")).isEqualTo(new Done("do", true));
        assertThat(run(compensation, "undo")).isEqualTo(new Done("undo", false));
    }

    @Test
    void businessRefusalIsRecordedAndRepeated() throws Exception {
        SagaCall call = Calls.action("s1", "drain");

        assertThat(barrier().run(call, _ -> new Verdict.Refusal("last cell")))
                .isEqualTo(new BusinessRefusal("last cell", false));
        assertThat(run(call, "again")).isEqualTo(new BusinessRefusal("last cell", true));
        assertThat(effects().all()).isEmpty();
    }

    @Test
    void compensationOfARefusedActionIsEmpty() throws Exception {
        barrier().run(Calls.action("s1", "drain"), _ -> new Verdict.Refusal("last cell"));

        assertThat(run(Calls.compensation("s1", "drain"), "undo")).isEqualTo(new EmptyCompensation(false));
        assertThat(run(Calls.compensation("s1", "drain"), "undo")).isEqualTo(new EmptyCompensation(true));
        assertRefused(run(Calls.action("s1", "drain"), "late"), Reason.TOMBSTONED);
    }

    @Test
    void resultAboveTheLimitIsRefusedAndNotRecorded() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        assertThatThrownBy(() -> barrier().run(call, _ -> new Verdict.Result("é".repeat(51))))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.saga.participant.result-bytes");

        String largest = "é".repeat(50);
        assertThat(run(call, largest)).isEqualTo(new Done(largest, false));
        assertThat(run(call, "again")).isEqualTo(new Done(largest, true));
    }

    @Test
    void callPastItsDeadlineIsRefused() throws Exception {
        SagaCall call = Calls.action("s1", "drain");
        clock.advance(Duration.between(clock.instant(), Calls.DEADLINE).minusNanos(1));
        assertThat(run(call, "in time")).isEqualTo(new Done("in time", false));

        clock.advance(Duration.ofNanos(1));
        assertRefused(run(call, "late"), Reason.DEADLINE_PASSED);
    }

    @Test
    void stepIsInProgressForWhoAsksWhileItRuns() {
        Barrier<T> barrier = barrier();
        SagaCall call = Calls.action("s1", "drain");

        barrier.run(call, _ -> {
            assertRefused(barrier.run(call, _ -> new Verdict.Result("inner")), Reason.IN_PROGRESS);
            assertRefused(
                    barrier.run(Calls.compensation("s1", "drain"), _ -> new Verdict.Result("undo")),
                    Reason.IN_PROGRESS);
            return new Verdict.Result("outer");
        });

        assertThat(barrier.run(call, _ -> new Verdict.Result("again"))).isEqualTo(new Done("outer", true));
    }

    @Test
    void forgetsIdleSagasInBatchesOldestFirst() throws Exception {
        for (int saga = 1; saga <= 4; saga++) {
            run(Calls.action("s" + saga, "drain"), "one " + saga);
            clock.advance(Duration.ofSeconds(1));
        }
        run(Calls.action("s1", "move"), "two 1");
        clock.advance(Duration.ofMinutes(1));
        run(Calls.action("s5", "drain"), "one 5");

        assertThat(barrier().forget(Duration.ofSeconds(30))).isEqualTo(3);
        assertThat(run(Calls.action("s1", "drain"), "again 1")).isEqualTo(new Done("one 1", true));
        assertThat(run(Calls.action("s2", "drain"), "again 2")).isEqualTo(new Done("again 2", false));
        assertThat(barrier().forget(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(barrier().forget(Duration.ofSeconds(30))).isZero();
        assertThat(run(Calls.action("s1", "drain"), "again 1")).isEqualTo(new Done("again 1", false));
        assertThat(run(Calls.action("s4", "drain"), "again 4")).isEqualTo(new Done("again 4", false));
        assertThat(run(Calls.action("s5", "drain"), "again 5")).isEqualTo(new Done("one 5", true));
    }
}
