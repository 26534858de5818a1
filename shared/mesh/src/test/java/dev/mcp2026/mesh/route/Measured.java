package dev.mcp2026.mesh.route;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Measurements made up for tests.
final class Measured {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final CellId SELF = new CellId("cell1");
    static final CellId PEER = new CellId("cell2");
    static final CellId RELAY = new CellId("cell3");
    static final CellId OTHER_RELAY = new CellId("cell4");

    private Measured() {}

    static PathMeasurement up(double rttMs) {
        return path(PathState.UP, rttMs, 0.1, 0);
    }

    static PathMeasurement lossy(double rttMs, double loss) {
        return path(PathState.UP, rttMs, 0.1, loss);
    }

    static PathMeasurement jittery(double rttMs, double jitterMs) {
        return path(PathState.UP, rttMs, jitterMs, 0);
    }

    static PathMeasurement down() {
        return path(PathState.DOWN, 20, 0.1, 0.5);
    }

    static PathMeasurement unknown() {
        return path(PathState.UNKNOWN, 0, 0, 0);
    }

    static PathMeasurement path(PathState state, double rttMs, double jitterMs, double loss) {
        Duration rtt = Duration.ofNanos(Math.round(rttMs * 1e6));
        Duration jitter = Duration.ofNanos(Math.round(jitterMs * 1e6));
        return new PathMeasurement(
                state,
                rtt,
                jitter,
                jitter,
                loss,
                rtt,
                rtt,
                rtt.plus(jitter),
                state == PathState.UNKNOWN ? 1 : 200,
                NOW,
                Optional.of(NOW),
                state == PathState.DOWN ? 4 : 0);
    }
}
