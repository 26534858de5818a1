package dev.mcp2026.mesh.route;

import static dev.mcp2026.mesh.route.Measured.NOW;
import static dev.mcp2026.mesh.route.Measured.down;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.mesh.path.PathMeasurement;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void aDownPathTellsItsMissesWhereTheyAreKnown() {
        PathMeasurement ours = down();
        PathMeasurement reported = new PathMeasurement(
                ours.state(),
                ours.srtt(),
                ours.rttvar(),
                ours.jitter(),
                ours.loss(),
                ours.min(),
                ours.p50(),
                ours.p99(),
                ours.samples(),
                ours.since(),
                ours.lastHeard(),
                0);

        assertThat(Words.down(ours, NOW.plusSeconds(2)))
                .isEqualTo("down: 4 probes missed in a row, last heard 2.0 s ago");
        assertThat(Words.down(reported, NOW.plusSeconds(2))).isEqualTo("down: last heard 2.0 s ago");
    }
}
