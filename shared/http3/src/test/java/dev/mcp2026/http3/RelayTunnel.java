package dev.mcp2026.http3;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Packets as datagrams of a call to a relay.
final class RelayTunnel implements PacketTunnel {
    private final ClientCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call;
    private volatile CallDatagrams datagrams;

    RelayTunnel(Channel relay) {
        call = relay.newCall(TestServiceGrpc.getFullDuplexCallMethod(), CallOptions.DEFAULT);
    }

    @Override
    public CompletionStage<Void> open(Consumer<ByteBuf> inbound, Consumer<Status> closed) {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        datagrams = call.getAttributes().get(CallDatagrams.KEY);
                        datagrams.onReceive(packet -> inbound.accept(packet.retain()));
                        opened.complete(null);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        opened.completeExceptionally(status.asRuntimeException());
                        closed.accept(Status.UNAVAILABLE.withDescription("the tunnel ended: " + status));
                    }
                },
                new Metadata());
        call.request(1);
        return opened;
    }

    @Override
    public void send(ByteBuf packet) {
        datagrams.send(packet);
    }

    @Override
    public void close() {
        call.cancel("the tunnel's connection is over", null);
    }

    /// The relay's side.
    record Relay(InetSocketAddress target) implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            CallDatagrams datagrams = call.getAttributes().get(CallDatagrams.KEY);
            UdpPipe leg = new UdpPipe(target, datagrams::send);
            datagrams.onReceive(packet -> leg.send(packet.retain()));
            call.sendHeaders(new Metadata());
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    leg.close();
                    call.close(Status.OK, new Metadata());
                }

                @Override
                public void onCancel() {
                    leg.close();
                }
            };
        }
    }
}
