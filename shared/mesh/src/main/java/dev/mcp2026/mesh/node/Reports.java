package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.route.RelayReport;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What the peers say of the paths that they measure, asked again and again. Each peer is asked once at a time.
final class Reports {
    private final LongSupplier nanoTime;
    private final Duration deadline;
    private final Map<CellId, RelayReport> newest = new ConcurrentHashMap<>();
    private final Set<CellId> asked = ConcurrentHashMap.newKeySet();

    Reports(LongSupplier nanoTime, Duration deadline) {
        this.nanoTime = nanoTime;
        this.deadline = deadline;
    }

    List<RelayReport> all() {
        return List.copyOf(newest.values());
    }

    void ask(CellId peer, Channel channel) {
        if (!asked.add(peer)) {
            return;
        }
        MeshGrpc.newStub(channel)
                .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .listPaths(ListPathsRequest.getDefaultInstance(), new StreamObserver<>() {
                    @Override
                    public void onNext(ListPathsResponse response) {
                        newest.put(
                                peer,
                                new RelayReport(peer, nanoTime.getAsLong(), PathCodec.direct(response.getPathsList())));
                    }

                    @Override
                    public void onError(Throwable failed) {
                        // An old report stops counting by itself.
                        asked.remove(peer);
                    }

                    @Override
                    public void onCompleted() {
                        asked.remove(peer);
                    }
                });
    }
}
