package dev.mcp2026.http3;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import java.util.List;
import java.util.function.Consumer;

class Http3AnswersTest extends AnswerContract {
    private static final Domain DOMAIN = new Domain();

    @Override
    Exchange.Server serve(Consumer<Exchange> answer) throws Exception {
        return new RawHttp3Server(DOMAIN.server(), answer);
    }

    @Override
    ManagedChannel connect(int port) {
        return Node.connect(port, DOMAIN.client());
    }

    private static Reset reset(Http3ErrorCode error, Status.Code status) {
        return new Reset(error.name(), error.code(), status);
    }

    @Override
    List<Reset> resets() {
        return List.of(
                // As gRPC says of NO_ERROR and G2 of this one; grpc-java's HTTP/2 has UNAVAILABLE, and a call that was
                // begun and did something would be repeated.
                reset(Http3ErrorCode.H3_NO_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_GENERAL_PROTOCOL_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_INTERNAL_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_STREAM_CREATION_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_CLOSED_CRITICAL_STREAM, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_FRAME_UNEXPECTED, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_FRAME_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_EXCESSIVE_LOAD, Status.Code.RESOURCE_EXHAUSTED),
                reset(Http3ErrorCode.H3_ID_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_SETTINGS_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_MISSING_SETTINGS, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_REQUEST_REJECTED, Status.Code.UNAVAILABLE),
                reset(Http3ErrorCode.H3_REQUEST_CANCELLED, Status.Code.CANCELLED),
                reset(Http3ErrorCode.H3_REQUEST_INCOMPLETE, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_MESSAGE_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_CONNECT_ERROR, Status.Code.INTERNAL),
                reset(Http3ErrorCode.H3_VERSION_FALLBACK, Status.Code.INTERNAL),
                new Reset("an unknown one", 0x21, Status.Code.INTERNAL));
    }

    @Override
    long rejected() {
        return Http3ErrorCode.H3_REQUEST_REJECTED.code();
    }
}
