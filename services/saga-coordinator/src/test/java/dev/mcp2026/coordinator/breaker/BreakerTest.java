package dev.mcp2026.coordinator.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BreakerTest {
    private static final Outcome DONE = new Outcome.Success(TextNode.valueOf("done"));
    private static final Outcome LOST = new Outcome.Unknown("lost");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int WINDOW = 4;

    private final List<String> heard = new ArrayList<>();
    private final CompletableFuture<Duration> closed = new CompletableFuture<>();

    private Breaker breaker(Duration threshold, Duration pause) {
        BreakerListener listener = new BreakerListener() {
            @Override
            public void opened(String participant) {
                heard.add("opened");
            }

            @Override
            public void closed(String participant, Duration open) {
                heard.add("closed");
                closed.complete(open);
            }

            @Override
            public void prevented(String participant) {
                heard.add("prevented");
            }
        };
        return new Breakers(
                        new BreakerSettings(threshold, pause, WINDOW, 0.5),
                        listener,
                        new Limit("breakers", 10, "breakers"))
                .of("shop:80");
    }

    private static Future<Outcome> async(Breaker breaker, Breaker.Made call) {
        FutureTask<Outcome> task = new FutureTask<>(() -> breaker.call(LIMIT, call));
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void open(Breaker breaker) throws InterruptedException {
        for (int i = 0; i < WINDOW; i++) {
            assertThat(breaker.call(LIMIT, () -> LOST)).isEqualTo(LOST);
        }
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void aParticipantThatFailsIsCalledNoMore() throws Exception {
        Breaker breaker = breaker(LIMIT, LIMIT);
        open(breaker);
        AtomicInteger calls = new AtomicInteger();
        assertThat(breaker.call(LIMIT, () -> {
                    calls.incrementAndGet();
                    return DONE;
                }))
                .isEqualTo(new Outcome.NotMade("the breaker of shop:80 is open"));
        assertThat(calls).hasValue(0);
        assertThat(heard).containsExactly("opened", "prevented");
    }

    @Test
    void aRefusalIsAnAnswer() throws Exception {
        Breaker breaker = breaker(LIMIT, LIMIT);
        Outcome refusal = new Outcome.Refusal("sold out");
        for (int i = 0; i < 10 * WINDOW; i++) {
            assertThat(breaker.call(LIMIT, () -> refusal)).isEqualTo(refusal);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void callsThatTakeTooLongOpenItAndStillHaveTheirAnswer() throws Exception {
        Breaker breaker = breaker(Duration.ofMillis(20), LIMIT);
        CountDownLatch answer = new CountDownLatch(1);
        List<Future<Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            calls.add(async(breaker, () -> {
                answer.await();
                return DONE;
            }));
        }
        Await.until("it is open", LIMIT, breaker::isOpen);
        assertThat(calls).noneMatch(Future::isDone);
        answer.countDown();
        for (Future<Outcome> call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(DONE);
        }
    }

    @Test
    void aTrialThatIsAnsweredClosesItAndLetsAllPassWhoWait() throws Exception {
        Breaker breaker = breaker(LIMIT, Duration.ofMillis(20));
        open(breaker);
        List<Future<Outcome>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FutureTask<Outcome> task = new FutureTask<>(
                    () -> breaker.pass(LIMIT) ? breaker.call(LIMIT, () -> DONE) : new Outcome.NotMade("shut"));
            Thread.ofVirtual().start(task);
            waiting.add(task);
        }
        for (Future<Outcome> call : waiting) {
            assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(DONE);
        }
        assertThat(closed.get()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(heard).containsExactly("opened", "closed");
    }

    @Test
    void trialsThatFailAreOneAtATimeAndOpenItOnce() throws Exception {
        Breaker breaker = breaker(LIMIT, Duration.ofMillis(5));
        open(breaker);
        for (int i = 0; i < 5; i++) {
            assertThat(breaker.pass(LIMIT)).isTrue();
            Await.until(
                    "a trial is let through",
                    LIMIT,
                    () -> breaker.call(LIMIT, () -> LOST).equals(LOST));
        }
        assertThat(heard).filteredOn("opened"::equals).hasSize(1);
        assertThat(heard).doesNotContain("closed");
    }

    @Test
    void whoWaitsInVainIsToldSo() throws Exception {
        Breaker breaker = breaker(LIMIT, LIMIT);
        open(breaker);
        assertThat(breaker.pass(Duration.ofMillis(5))).isFalse();
    }

    @Test
    void whatACallThrowsIsThrown() {
        Breaker slow = breaker(LIMIT, LIMIT);
        Breaker quick = breaker(Duration.ofMillis(1), LIMIT);
        for (Breaker breaker : List.of(slow, quick)) {
            assertThatThrownBy(() -> breaker.call(LIMIT, () -> {
                        throw new IllegalArgumentException("no value");
                    }))
                    .hasMessage("no value");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.5, Double.NaN})
    void settingsThatMakeNoSenseAreRefused(double failures) {
        assertThatThrownBy(() -> new BreakerSettings(LIMIT, LIMIT, WINDOW, failures))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.saga.breaker.failures");
    }
}
