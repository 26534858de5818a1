package dev.mcp2026.kernel.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Ticks are made by hand: the ticker thread that the wall asks for is caught and never started.
class CoarseWallTest {
    private final List<Runnable> tickers = new ArrayList<>();
    private long nowMs = 1_000;
    private int systemReads;
    private final CoarseWall wall = new CoarseWall(this::read, ticker -> {
        tickers.add(ticker);
        return new Thread(() -> {});
    });

    private Instant read() {
        systemReads++;
        return Instant.ofEpochMilli(nowMs);
    }

    @Test
    void aLoneReadIsExactAndStartsNoTicker() {
        for (int i = 0; i < 10_000; i++) {
            nowMs++;
            assertThat(wall.millis()).isEqualTo(nowMs);
        }
        assertThat(tickers).isEmpty();
    }

    @Test
    void aBurstStartsOneTickerAndThenStopsAskingTheSystem() {
        burst();
        assertThat(tickers).hasSize(1);
        assertThat(wall.tick()).isTrue();
        int before = systemReads;
        burst();
        assertThat(systemReads).isEqualTo(before);
        nowMs += 1;
        assertThat(wall.millis()).isEqualTo(1_000);
        wall.tick();
        assertThat(wall.millis()).isEqualTo(1_001);
        assertThat(tickers).hasSize(1);
    }

    @Test
    void theTickerEndsWithTheBurstAndReadsAreExactAgain() {
        burst();
        int ticks = 0;
        while (wall.tick()) {
            ticks++;
            wall.millis();
        }
        assertThat(ticks).isBetween(CoarseWall.MAX_QUIET_TICKS, CoarseWall.MAX_QUIET_TICKS + 1);
        nowMs += 50;
        assertThat(wall.millis()).isEqualTo(1_050);
        burst();
        assertThat(tickers).hasSize(2);
    }

    private void burst() {
        for (int i = 0; i < 10 * CoarseWall.BURST_READS_PER_MS; i++) {
            wall.millis();
        }
    }
}
