package dev.mcp2026.testkit.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void returnsTheAcceptedValue() {
        AtomicInteger reads = new AtomicInteger();
        assertThat(Await.value("three reads", LONG, reads::incrementAndGet, n -> n == 3))
                .isEqualTo(3);
    }

    @Test
    void saysWhatItWaitedForAndSawLast() {
        assertThatThrownBy(() -> Await.value("a large number", SHORT, () -> 7, n -> n > 9))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("waited for a large number")
                .hasMessageContaining("last seen: 7");
    }

    @Test
    void aThrowingCheckIsNotYetAndBecomesTheCause() {
        AtomicInteger tries = new AtomicInteger();
        Await.asserted(
                "second try", LONG, () -> assertThat(tries.incrementAndGet()).isGreaterThan(1));
        assertThatThrownBy(
                        () -> Await.asserted("never", SHORT, () -> assertThat(1).isEqualTo(2)))
                .hasRootCauseInstanceOf(AssertionError.class)
                .hasMessageContaining("expected: 2");
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Await.until("nothing", LONG, () -> false)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
