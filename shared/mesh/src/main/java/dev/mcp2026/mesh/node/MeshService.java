package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.CallDatagrams;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.relay.Tunnels;
import dev.mcp2026.proto.mesh.v1.ExplainRouteRequest;
import dev.mcp2026.proto.mesh.v1.ExplainRouteResponse;
import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.OpenTunnelRequest;
import dev.mcp2026.proto.mesh.v1.OpenTunnelResponse;
import dev.mcp2026.proto.mesh.v1.ProbeRequest;
import dev.mcp2026.proto.mesh.v1.ProbeResponse;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;

/// What this process answers other members of the mesh.
public class MeshService extends MeshGrpc.MeshImplBase {
    /// The datagrams of the call at hand, where its transport has them; an interceptor puts them there.
    public static final Context.Key<CallDatagrams> DATAGRAMS = Context.key("mcp2026.datagrams");

    private final MeshNode node;
    private final Tunnels tunnels;
    private final Access access;

    /// Who may ask. Both throw UNAUTHENTICATED or PERMISSION_DENIED.
    public interface Access {
        /// Probing and tunnels are for cells.
        ///
        /// @return the caller's, as its certificate proves
        CellId requireCell();

        void requireReader();
    }

    protected MeshService(MeshNode node, Tunnels tunnels, Access access) {
        this.node = node;
        this.tunnels = tunnels;
        this.access = access;
    }

    @Override
    public StreamObserver<ProbeRequest> probe(StreamObserver<ProbeResponse> responses) {
        access.requireCell();
        CallDatagrams datagrams = DATAGRAMS.get();
        if (datagrams != null) {
            datagrams.onReceive(probe -> datagrams.send(probe.retain()));
        }
        return new Echo(responses);
    }

    @Override
    public void listPaths(ListPathsRequest request, StreamObserver<ListPathsResponse> response) {
        access.requireReader();
        response.onNext(new PathViews(node).list(request));
        response.onCompleted();
    }

    @Override
    public void explainRoute(ExplainRouteRequest request, StreamObserver<ExplainRouteResponse> response) {
        access.requireReader();
        CellId peer = new CellId(request.getToCell());
        if (node.peer(peer).isEmpty()) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    peer.equals(node.self())
                            ? peer + " is the cell that was asked; a route goes to another"
                            : peer + " is no peer of " + node.self(),
                    "the peers of a cell are shown by: mcpctl mesh");
        }
        response.onNext(new PathViews(node).explain(peer));
        response.onCompleted();
    }

    @Override
    public StreamObserver<OpenTunnelRequest> openTunnel(StreamObserver<OpenTunnelResponse> responses) {
        return tunnels.serve(access.requireCell(), DATAGRAMS.get(), responses);
    }

    private record Echo(StreamObserver<ProbeResponse> responses) implements StreamObserver<ProbeRequest> {
        @Override
        public void onNext(ProbeRequest probe) {
            responses.onNext(ProbeResponse.newBuilder()
                    .setSequence(probe.getSequence())
                    .setSentNs(probe.getSentNs())
                    .build());
        }

        @Override
        public void onError(Throwable cancelled) {
            // The prober has gone.
        }

        @Override
        public void onCompleted() {
            responses.onCompleted();
        }
    }
}
