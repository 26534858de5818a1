package dev.mcp2026.http3;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.codec.http2.Http2Error;
import java.util.List;
import java.util.function.Consumer;

class Http2AnswersTest extends AnswerContract {
    @Override
    Exchange.Server serve(Consumer<Exchange> answer) throws Exception {
        return new RawHttp2Server(answer);
    }

    @Override
    ManagedChannel connect(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private static Reset reset(Http2Error error, Status.Code status) {
        return new Reset(error.name(), error.code(), status);
    }

    @Override
    List<Reset> resets() {
        return List.of(
                // gRPC says INTERNAL, grpc-java differs.
                reset(Http2Error.NO_ERROR, Status.Code.UNAVAILABLE),
                reset(Http2Error.PROTOCOL_ERROR, Status.Code.INTERNAL),
                reset(Http2Error.INTERNAL_ERROR, Status.Code.INTERNAL),
                reset(Http2Error.FLOW_CONTROL_ERROR, Status.Code.INTERNAL),
                reset(Http2Error.SETTINGS_TIMEOUT, Status.Code.INTERNAL),
                reset(Http2Error.FRAME_SIZE_ERROR, Status.Code.INTERNAL),
                reset(Http2Error.REFUSED_STREAM, Status.Code.UNAVAILABLE),
                reset(Http2Error.CANCEL, Status.Code.CANCELLED),
                reset(Http2Error.COMPRESSION_ERROR, Status.Code.INTERNAL),
                reset(Http2Error.CONNECT_ERROR, Status.Code.INTERNAL),
                reset(Http2Error.ENHANCE_YOUR_CALM, Status.Code.RESOURCE_EXHAUSTED),
                reset(Http2Error.INADEQUATE_SECURITY, Status.Code.PERMISSION_DENIED));
    }

    @Override
    long rejected() {
        return Http2Error.REFUSED_STREAM.code();
    }
}
