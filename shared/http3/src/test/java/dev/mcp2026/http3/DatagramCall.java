package dev.mcp2026.http3;

import dev.mcp2026.testkit.await.Await;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A bidi call whose datagrams are of interest.
final class DatagramCall {
    final List<String> received = new CopyOnWriteArrayList<>();
    final CompletableFuture<Status> status = new CompletableFuture<>();
    private final ClientCall<StreamingOutputCallRequest, StreamingOutputCallResponse> call;

    DatagramCall(Channel channel) {
        call = channel.newCall(TestServiceGrpc.getFullDuplexCallMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status end, Metadata trailers) {
                        status.complete(end);
                    }
                },
                new Metadata());
        call.request(1);
    }

    Attributes attributes() {
        return Await.value(
                "the call's stream",
                Node.PATIENCE,
                call::getAttributes,
                attributes -> attributes.get(CallDatagrams.KEY) != null);
    }

    CallDatagrams datagrams() {
        return attributes().get(CallDatagrams.KEY);
    }

    CallDatagrams listening() {
        CallDatagrams datagrams = datagrams();
        datagrams.onReceive(payload -> received.add(text(payload)));
        return datagrams;
    }

    void end() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("enough", null);
    }

    static ByteBuf bytes(String text) {
        return ByteBufUtil.writeUtf8(Unpooled.buffer().alloc(), text);
    }

    static String text(ByteBuf payload) {
        return payload.toString(java.nio.charset.StandardCharsets.UTF_8);
    }
}
