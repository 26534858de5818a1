package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.http3.StallGuard.Decision;
import dev.mcp2026.http3.StallGuard.Look;
import dev.mcp2026.http3.StallGuard.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallGuardTest {
    private static final long MS = 1_000_000;

    private final StallGuard guard = new StallGuard(Duration.ofSeconds(1), 8);
    private Decision last = guard.decide(null, new Look(0, 100, 10 * MS, true));

    private Verdict look(long millis, long received, long rttMillis, boolean calls) {
        last = guard.decide(last.state(), new Look(millis * MS, received, rttMillis * MS, calls));
        return last.verdict();
    }

    @Test
    void silenceIsAskedAboutAndThenBelieved() {
        assertThat(look(250, 100, 10, true)).isEqualTo(Verdict.PROBE);
        assertThat(look(500, 100, 10, true)).isEqualTo(Verdict.ALIVE);
        assertThat(look(750, 100, 10, true)).isEqualTo(Verdict.ALIVE);
        assertThat(look(1000, 100, 10, true)).isEqualTo(Verdict.STALLED);
    }

    @Test
    void anAnswerBeginsItAnew() {
        assertThat(look(250, 100, 10, true)).isEqualTo(Verdict.PROBE);
        assertThat(look(500, 101, 10, true)).isEqualTo(Verdict.ALIVE);
        assertThat(look(750, 101, 10, true)).isEqualTo(Verdict.PROBE);
        assertThat(look(1000, 101, 10, true)).isEqualTo(Verdict.ALIVE);
        assertThat(look(1250, 101, 10, true)).isEqualTo(Verdict.ALIVE);
        assertThat(look(1500, 101, 10, true)).isEqualTo(Verdict.STALLED);
    }

    @Test
    void withoutCallsThereIsNothingToWaitFor() {
        for (int at = 250; at < 5000; at += 250) {
            assertThat(look(at, 100, 10, false)).isEqualTo(Verdict.ALIVE);
        }
        assertThat(look(5000, 100, 10, true)).isEqualTo(Verdict.PROBE);
    }

    @Test
    void aSlowPathHasLonger() {
        look(250, 100, 400, true);
        for (int at = 500; at < 3200; at += 250) {
            assertThat(look(at, 100, 400, true)).isEqualTo(Verdict.ALIVE);
        }
        assertThat(look(3250, 100, 400, true)).isEqualTo(Verdict.STALLED);
    }

    @Test
    void aPauseOfThisProcessIsNotThePeers() {
        assertThat(look(250, 100, 10, true)).isEqualTo(Verdict.PROBE);
        assertThat(look(9000, 100, 10, true)).isEqualTo(Verdict.ALIVE);
        assertThat(look(9250, 100, 10, true)).isEqualTo(Verdict.PROBE);
    }
}
