package dev.mcp2026.mcpctl;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.mesh.v1.ExplainRouteRequest;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.Path;
import dev.mcp2026.proto.mesh.v1.PathState;
import dev.mcp2026.proto.mesh.v1.PeerRole;
import dev.mcp2026.proto.mesh.v1.Transport;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What one cell tells of the mesh: as much of the contract as the commands touch.
final class FakeMesh extends MeshGrpc.MeshImplBase {
    final Map<String, ExplainRouteResponse> routes = new ConcurrentHashMap<>();
    volatile List<Path> paths = List.of();
    private final String cell;

    FakeMesh(String cell) {
        this.cell = cell;
    }

    @Override
    public void listPaths(ListPathsRequest request, StreamObserver<ListPathsResponse> answer) {
        answer.onNext(
                ListPathsResponse.newBuilder().setCell(cell).addAllPaths(paths).build());
        answer.onCompleted();
    }

    @Override
    public void explainRoute(ExplainRouteRequest request, StreamObserver<ExplainRouteResponse> answer) {
        ExplainRouteResponse route = routes.get(request.getToCell());
        if (route == null) {
            answer.onError(GrpcFaults.toGrpc(
                    new Fault(
                            FaultKind.NOT_FOUND,
                            null,
                            request.getToCell() + " is no peer of " + cell,
                            "the peers of a cell are shown by: mcpctl mesh"),
                    ""));
            return;
        }
        answer.onNext(route);
        answer.onCompleted();
    }

    /// A direct way that is up for an hour and was heard a second ago.
    Path.Builder up(String to, Transport transport, double rttMs) {
        return known(to, transport)
                .setState(PathState.PATH_STATE_UP)
                .setRtt(millis(rttMs))
                .setRttP50(millis(rttMs))
                .setRttP99(millis(rttMs * 1.5))
                .setRttMin(millis(rttMs * 0.9))
                .setJitter(millis(rttMs / 10))
                .setSamples(200)
                .setSince(secondsAgo(3600))
                .setLastHeard(secondsAgo(1));
    }

    /// A direct way that went down 8 seconds ago.
    Path.Builder down(String to, Transport transport, double rttMs) {
        return up(to, transport, rttMs)
                .setState(PathState.PATH_STATE_DOWN)
                .setLoss(0.21)
                .setSince(secondsAgo(8))
                .setLastHeard(secondsAgo(10));
    }

    /// A direct way of which nothing is measured.
    Path.Builder known(String to, Transport transport) {
        return Path.newBuilder()
                .setFromCell(cell)
                .setToCell(to)
                .setTransport(transport)
                .setAddress("127.0.0.1:" + (9000 + to.charAt(to.length() - 1)))
                .setState(PathState.PATH_STATE_UNKNOWN)
                .setRole(PeerRole.PEER_ROLE_REMOTE);
    }

    /// Before the time that the commands take for now.
    static Timestamp secondsAgo(long seconds) {
        return FakeRegistry.NOON.toBuilder()
                .setSeconds(FakeRegistry.NOON.getSeconds() + 12 - seconds)
                .build();
    }

    private static Duration millis(double millis) {
        return Duration.newBuilder().setNanos((int) Math.round(millis * 1e6)).build();
    }
}
