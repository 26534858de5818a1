package dev.mcp2026.mesh.relay;

import dev.mcp2026.http3.CallDatagrams;
import dev.mcp2026.http3.PacketTunnel;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import dev.mcp2026.proto.mesh.v1.OpenTunnelRequest;
import dev.mcp2026.proto.mesh.v1.OpenTunnelResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The caller's end of a tunnel: an `OpenTunnel` call to the relay, whose datagrams are the packets.
public final class RelayTunnel implements PacketTunnel {
    private final Supplier<@Nullable Channel> relay;
    private final CellId via;
    private final OpenTunnelRequest request;
    private volatile @Nullable ClientCall<OpenTunnelRequest, OpenTunnelResponse> call;
    private volatile @Nullable CallDatagrams datagrams;

    /// @param relay the channel to the relay; null while there is none
    public RelayTunnel(Supplier<@Nullable Channel> relay, CellId via, CellId to, String service) {
        this.relay = relay;
        this.via = via;
        this.request = OpenTunnelRequest.newBuilder()
                .setToCell(to.value())
                .setService(service)
                .build();
    }

    @Override
    public CompletionStage<Void> open(Consumer<ByteBuf> inbound, Consumer<Status> closed) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        Channel channel = relay.get();
        if (channel == null) {
            opened.completeExceptionally(
                    unavailable("there is no connection to the relay " + via).asRuntimeException());
            return opened;
        }
        ClientCall<OpenTunnelRequest, OpenTunnelResponse> started =
                channel.newCall(MeshGrpc.getOpenTunnelMethod(), CallOptions.DEFAULT);
        call = started;
        started.start(new Opening(started, inbound, closed, opened), new Metadata());
        started.request(1);
        started.sendMessage(request);
        return opened;
    }

    @Override
    public void send(ByteBuf packet) {
        CallDatagrams carrier = datagrams;
        if (carrier == null) {
            packet.release();
        } else {
            carrier.send(packet);
        }
    }

    @Override
    public void close() {
        ClientCall<OpenTunnelRequest, OpenTunnelResponse> open = call;
        if (open != null) {
            open.cancel("the tunnel is not needed any more", null);
        }
    }

    private static Status unavailable(String why) {
        return Status.UNAVAILABLE.withDescription(why);
    }

    private final class Opening extends ClientCall.Listener<OpenTunnelResponse> {
        private final ClientCall<OpenTunnelRequest, OpenTunnelResponse> started;
        private final Consumer<ByteBuf> inbound;
        private final Consumer<Status> closed;
        private final CompletableFuture<Void> opened;

        Opening(
                ClientCall<OpenTunnelRequest, OpenTunnelResponse> started,
                Consumer<ByteBuf> inbound,
                Consumer<Status> closed,
                CompletableFuture<Void> opened) {
            this.started = started;
            this.inbound = inbound;
            this.closed = closed;
            this.opened = opened;
        }

        @Override
        public void onMessage(OpenTunnelResponse response) {
            CallDatagrams offered = started.getAttributes().get(CallDatagrams.KEY);
            if (offered == null) {
                started.cancel("the connection to " + via + " has no datagrams", null);
                return;
            }
            datagrams = offered;
            offered.onReceive(packet -> inbound.accept(packet.retain()));
            opened.complete(null);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            Status why = unavailable(
                    "the tunnel through " + via + " is closed: " + status.getCode() + " " + status.getDescription());
            opened.completeExceptionally(why.asRuntimeException());
            closed.accept(why);
        }
    }
}
