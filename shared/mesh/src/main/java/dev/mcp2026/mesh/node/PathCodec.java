package dev.mcp2026.mesh.node;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.PeerRole;
import dev.mcp2026.mesh.path.Transport;
import dev.mcp2026.proto.mesh.v1.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measurements on the wire.
final class PathCodec {
    private static final int RELAYED_PATHS_MAX = 1000;

    private PathCodec() {}

    static Path.Builder encode(CellId self, PathKey key, PathMeasurement path) {
        Path.Builder builder = named(self, key);
        path.lastHeard().ifPresent(heard -> builder.setLastHeard(timestamp(heard)));
        return builder.setState(state(path.state()))
                .setRtt(duration(path.srtt()))
                .setRttP50(duration(path.p50()))
                .setRttP99(duration(path.p99()))
                .setRttMin(duration(path.min()))
                .setJitter(duration(path.jitter()))
                .setLoss(path.loss())
                .setSamples(path.samples())
                .setSince(timestamp(path.since()));
    }

    static Path.Builder named(CellId self, PathKey key) {
        return Path.newBuilder()
                .setFromCell(self.value())
                .setToCell(key.peer().value())
                .setTransport(transport(key.way().transport()))
                .setViaCell(key.way().via().map(CellId::value).orElse(""));
    }

    /// The direct HTTP/3 paths of a peer's report; what is malformed is passed over, since a peer may be of another
    /// version or lie, and no route may break by it.
    static Map<CellId, PathMeasurement> direct(List<Path> paths) {
        Map<CellId, PathMeasurement> direct = new HashMap<>();
        for (Path path : paths) {
            if (path.getTransport() == dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP3
                    && path.getViaCell().isEmpty()
                    && direct.size() < RELAYED_PATHS_MAX) {
                decode(path).ifPresent(measurement -> direct.put(new CellId(path.getToCell()), measurement));
            }
        }
        return direct;
    }

    private static Optional<PathMeasurement> decode(Path path) {
        try {
            new CellId(path.getToCell());
            return Optional.of(new PathMeasurement(
                    switch (path.getState()) {
                        case PATH_STATE_UP -> PathState.UP;
                        case PATH_STATE_DOWN -> PathState.DOWN;
                        default -> PathState.UNKNOWN;
                    },
                    duration(path.getRtt()),
                    java.time.Duration.ZERO,
                    duration(path.getJitter()),
                    path.getLoss(),
                    duration(path.getRttMin()),
                    duration(path.getRttP50()),
                    duration(path.getRttP99()),
                    path.getSamples(),
                    instant(path.getSince()),
                    path.hasLastHeard() ? Optional.of(instant(path.getLastHeard())) : Optional.empty(),
                    0));
        } catch (IllegalArgumentException | ArithmeticException | java.time.DateTimeException | FaultException e) {
            return Optional.empty();
        }
    }

    static dev.mcp2026.proto.mesh.v1.Transport transport(Transport transport) {
        return switch (transport) {
            case HTTP2 -> dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP2;
            case HTTP3 -> dev.mcp2026.proto.mesh.v1.Transport.TRANSPORT_HTTP3;
        };
    }

    static dev.mcp2026.proto.mesh.v1.PeerRole role(PeerRole role) {
        return switch (role) {
            case EDGE -> dev.mcp2026.proto.mesh.v1.PeerRole.PEER_ROLE_EDGE;
            case REGIONAL -> dev.mcp2026.proto.mesh.v1.PeerRole.PEER_ROLE_REGIONAL;
            case REMOTE -> dev.mcp2026.proto.mesh.v1.PeerRole.PEER_ROLE_REMOTE;
        };
    }

    private static dev.mcp2026.proto.mesh.v1.PathState state(PathState state) {
        return switch (state) {
            case UNKNOWN -> dev.mcp2026.proto.mesh.v1.PathState.PATH_STATE_UNKNOWN;
            case UP -> dev.mcp2026.proto.mesh.v1.PathState.PATH_STATE_UP;
            case DOWN -> dev.mcp2026.proto.mesh.v1.PathState.PATH_STATE_DOWN;
        };
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.toNanosPart())
                .build();
    }

    private static java.time.Duration duration(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
