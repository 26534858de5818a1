package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.http3.EarlyDataLedger.Flight;
import dev.mcp2026.http3.EarlyDataLedger.Verdict;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EarlyDataLedgerTest {
    private static final long WINDOW = Duration.ofSeconds(10).toNanos();

    private final EarlyDataLedger ledger =
            new EarlyDataLedger(new Limit("flights", 3, "flights"), Duration.ofNanos(WINDOW));

    private static Flight flight(int n) {
        return new Flight(n, n);
    }

    @Test
    void aFlightIsTakenOnceWithinTheWindow() {
        assertThat(ledger.take(flight(1), 0)).isEqualTo(Verdict.FIRST);
        assertThat(ledger.take(flight(1), 1)).isEqualTo(Verdict.SEEN);
        assertThat(ledger.take(flight(1), WINDOW)).isEqualTo(Verdict.SEEN);
        assertThat(ledger.take(flight(2), WINDOW)).isEqualTo(Verdict.FIRST);
    }

    @Test
    void aFullLedgerTakesNoMoreAndForgetsNothing() {
        for (int n = 0; n < 3; n++) {
            assertThat(ledger.take(flight(n), n)).isEqualTo(Verdict.FIRST);
        }
        assertThat(ledger.take(flight(9), 4)).isEqualTo(Verdict.FULL);
        assertThat(ledger.take(flight(0), 4)).isEqualTo(Verdict.SEEN);
        assertThat(ledger.take(flight(9), WINDOW + 1)).as("the first is out").isEqualTo(Verdict.FIRST);
        assertThat(ledger.size()).isEqualTo(3);
    }

    @Test
    void aClockThatWrapsIsNoMatter() {
        assertThat(ledger.take(flight(1), Long.MAX_VALUE)).isEqualTo(Verdict.FIRST);
        assertThat(ledger.take(flight(1), Long.MIN_VALUE)).isEqualTo(Verdict.SEEN);
        assertThat(ledger.take(flight(2), Long.MIN_VALUE + 2 * WINDOW)).isEqualTo(Verdict.FIRST);
        assertThat(ledger.size()).isEqualTo(1);
    }
}
