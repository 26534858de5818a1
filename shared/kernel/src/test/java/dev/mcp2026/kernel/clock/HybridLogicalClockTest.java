package dev.mcp2026.kernel.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HybridLogicalClockTest {
    private volatile long wallMs = 1_000_000;
    private final HybridLogicalClock clock =
            new HybridLogicalClock(() -> Instant.ofEpochMilli(wallMs), Duration.ofMillis(500));

    @Test
    void followsTheWallClockAndCountsWithinAMillisecond() {
        assertThat(clock.now()).isEqualTo(HlcTimestamp.of(1_000_000, 0));
        assertThat(clock.now()).isEqualTo(HlcTimestamp.of(1_000_000, 1));
        wallMs++;
        assertThat(clock.now()).isEqualTo(HlcTimestamp.of(1_000_001, 0));
    }

    @Test
    void isMonotoneUnderAWallClockThatJumpsBack() {
        HlcTimestamp before = clock.now();
        wallMs -= 3_600_000;
        assertThat(clock.now()).isGreaterThan(before);
    }

    @Test
    void aFullCounterCarriesIntoThePhysicalPart() {
        HlcTimestamp full = HlcTimestamp.of(wallMs, HlcTimestamp.LOGICAL_MAX);
        assertThat(clock.receive(full)).isEqualTo(HlcTimestamp.of(wallMs + 1, 0));
        assertThat(clock.now()).isEqualTo(HlcTimestamp.of(wallMs + 1, 1));
    }

    @Test
    void receivingGoesPastTheRemoteStamp() {
        HlcTimestamp remote = HlcTimestamp.of(wallMs + 200, 9);
        assertThat(clock.receive(remote)).isEqualTo(HlcTimestamp.of(wallMs + 200, 10));
        assertThat(clock.receive(HlcTimestamp.of(5, 5))).isEqualTo(HlcTimestamp.of(wallMs + 200, 11));
    }

    @Test
    void theBoundIsInclusiveAndBeyondItNothingChanges() {
        HlcTimestamp before = clock.now();
        HlcTimestamp tooFar = HlcTimestamp.of(wallMs + 501, 0);
        assertThatThrownBy(() -> clock.receive(tooFar)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.CLOCK_SKEW);
            assertThat(e).hasMessageContaining("501 ms ahead").hasMessageContaining("mcp.clock.max-ahead");
        });
        assertThatThrownBy(() -> clock.receive(new HlcTimestamp(-1))).isInstanceOf(FaultException.class);
        assertThat(clock.now()).isEqualTo(new HlcTimestamp(before.packed() + 1));
        assertThat(clock.receive(HlcTimestamp.of(wallMs + 500, 0))).isEqualTo(HlcTimestamp.of(wallMs + 500, 1));
    }

    @Test
    void threadsNeverGetTheSameStampAndEachSeesItsOwnRise() throws Exception {
        int threads = 8;
        int each = 50_000;
        List<Callable<List<HlcTimestamp>>> takers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            boolean receives = t % 2 == 1;
            takers.add(() -> take(each, receives));
        }
        Set<HlcTimestamp> all = new HashSet<>();
        for (List<HlcTimestamp> taken : inParallel(takers)) {
            assertThat(taken).isSorted();
            all.addAll(taken);
        }
        assertThat(all).hasSize(threads * each);
    }

    private List<HlcTimestamp> take(int count, boolean receives) {
        List<HlcTimestamp> taken = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            taken.add(receives ? clock.receive(HlcTimestamp.of(wallMs + i % 7, i % 100)) : clock.now());
        }
        return taken;
    }

    private static <T> List<T> inParallel(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        return results;
    }
}
