package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.saga.participant.Outcome.Done;
import dev.mcp2026.saga.participant.Outcome.EmptyCompensation;
import dev.mcp2026.saga.participant.Outcome.Reason;
import dev.mcp2026.saga.participant.Outcome.Refused;
import dev.mcp2026.testkit.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The contract's part that takes several threads.
abstract class BarrierConcurrencyContract<T> extends BarrierContract<T> {
    private static final int CALLERS = 16;
    private static final int INTERLEAVINGS = 1_000;
    private static final long PATIENCE_SECONDS = 30;

    @Test
    void sixteenIdenticalCallsRunTheWorkOnce() throws Exception {
        Barrier<T> barrier = barrier();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch refused = new CountDownLatch(1);
        Work<T, Exception> work = transaction -> {
            runs.incrementAndGet();
            effects().add(transaction, "once");
            // So that calls overlap for sure.
            assertThat(refused.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Verdict.Result("once");
        };

        List<Callable<Outcome>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            callers.add(() -> untilDecided(barrier, Calls.action("s1", "drain"), work, refused));
        }
        List<Outcome> outcomes = together(callers);

        assertThat(runs).hasValue(1);
        assertThat(effects().all()).containsExactly("once");
        assertThat(outcomes).filteredOn(new Done("once", false)::equals).hasSize(1);
        assertThat(outcomes).filteredOn(new Done("once", true)::equals).hasSize(CALLERS - 1);
    }

    @Test
    void sixteenIdenticalCallsOfSeveralProcessesTakeEffectOnce() throws Exception {
        List<Callable<Outcome>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Barrier<T> process = barrier();
            callers.add(() ->
                    untilDecided(process, Calls.action("s1", "drain"), adds("once"), new CountDownLatch(CALLERS)));
        }
        List<Outcome> outcomes = together(callers);

        assertThat(effects().all()).containsExactly("once");
        assertThat(outcomes).filteredOn(new Done("once", false)::equals).hasSize(1);
        assertThat(outcomes).filteredOn(new Done("once", true)::equals).hasSize(CALLERS - 1);
    }

    @Test
    void concurrentActionAndCompensationEndDoneThenUndoneOrNeverDone() throws Exception {
        Barrier<T> shared = barrier();
        Barrier<T> another = barrier();
        int emptied = 0;
        List<String> expected = new ArrayList<>();
        for (long seed : Seeds.fixed(INTERLEAVINGS).toArray()) {
            Random random = new Random(seed);
            String saga = "s" + seed;
            int actionYields = random.nextInt(40);
            int compensationYields = random.nextInt(40);
            Barrier<T> other = random.nextBoolean() ? shared : another;
            Work<T, Exception> action = yielding(adds("do " + saga), random.nextInt(10));
            Work<T, Exception> compensation = yielding(adds("undo " + saga), random.nextInt(10));
            CountDownLatch ignored = new CountDownLatch(1);

            List<Outcome> outcomes = together(List.of(
                    () -> {
                        pause(actionYields);
                        return untilDecided(shared, Calls.action(saga, "drain"), action, ignored);
                    },
                    () -> {
                        pause(compensationYields);
                        return untilDecided(other, Calls.compensation(saga, "drain"), compensation, ignored);
                    }));

            if (outcomes.getLast().equals(new EmptyCompensation(false))) {
                emptied++;
                assertRefused(outcomes.getFirst(), Reason.TOMBSTONED);
            } else {
                assertThat(outcomes.getLast()).as("seed %d", seed).isEqualTo(new Done("undo " + saga, false));
                expected.add("do " + saga);
                expected.add("undo " + saga);
            }
            assertRefused(run(Calls.action(saga, "drain"), "late"), Reason.TOMBSTONED);
        }
        assertThat(effects().all()).containsExactlyElementsOf(expected);
        if (System.getProperty(Seeds.PROPERTY) == null) {
            assertThat(emptied).as("both orders were seen").isBetween(1, INTERLEAVINGS - 1);
        }
    }

    /// Calls again while the step is in progress, as a coordinator does.
    private Outcome untilDecided(Barrier<T> barrier, SagaCall call, Work<T, Exception> work, CountDownLatch refused)
            throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            Outcome outcome = barrier.run(call, work);
            boolean inProgress = outcome instanceof Refused(Reason reason, String _) && reason == Reason.IN_PROGRESS;
            if (!inProgress || System.nanoTime() > giveUp) {
                return outcome;
            }
            refused.countDown();
            Thread.yield();
        }
    }

    private static <T> Work<T, Exception> yielding(Work<T, Exception> work, int yields) {
        return transaction -> {
            pause(yields);
            return work.run(transaction);
        };
    }

    private static void pause(int yields) {
        for (int i = 0; i < yields; i++) {
            Thread.yield();
        }
    }

    /// Runs all at one time; the outcomes are in the order of `callers`.
    private static List<Outcome> together(List<Callable<Outcome>> callers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers.size());
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Callable<Outcome> caller : callers) {
                running.add(threads.submit(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return caller.call();
                }));
            }
            for (Future<Outcome> outcome : running) {
                outcomes.add(outcome.get(2 * PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        }
        return outcomes;
    }
}
