package dev.mcp2026.mesh.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadWaysTest {
    private static final CellId PEER = new CellId("cell2");
    private static final CellId OTHER = new CellId("cell3");
    private static final Way RELAYED = Way.relayed(OTHER);

    private static PathMeasurement path(PathState state) {
        Duration none = Duration.ZERO;
        return new PathMeasurement(
                state, none, none, none, 0, none, none, none, 10, Instant.EPOCH, Optional.empty(), 0);
    }

    @Test
    void allThatAreDownAndNotTaken() {
        Map<PathKey, PathMeasurement> own = Map.of(
                new PathKey(PEER, Way.DIRECT_HTTP3), path(PathState.DOWN),
                new PathKey(PEER, Way.DIRECT_HTTP2), path(PathState.DOWN),
                new PathKey(PEER, RELAYED), path(PathState.UP));
        assertThat(DeadWays.of(PEER, RELAYED, own)).containsExactlyInAnyOrder(Way.DIRECT_HTTP3, Way.DIRECT_HTTP2);
    }

    @Test
    void notThoseThatMayBeWell() {
        Map<PathKey, PathMeasurement> own = Map.of(
                new PathKey(PEER, Way.DIRECT_HTTP3), path(PathState.UP),
                new PathKey(PEER, Way.DIRECT_HTTP2), path(PathState.UNKNOWN),
                new PathKey(OTHER, Way.DIRECT_HTTP2), path(PathState.DOWN));
        assertThat(DeadWays.of(PEER, RELAYED, own)).isEmpty();
    }

    @Test
    void notTheOneThatCallsTakeForWantOfABetter() {
        Map<PathKey, PathMeasurement> own = Map.of(new PathKey(PEER, Way.DIRECT_HTTP3), path(PathState.DOWN));
        assertThat(DeadWays.of(PEER, Way.DIRECT_HTTP3, own)).isEmpty();
    }
}
