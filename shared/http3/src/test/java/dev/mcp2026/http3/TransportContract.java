package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.grpc.testing.integration.UnimplementedServiceGrpc;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The edges of a transport, where a caller must not be able to tell HTTP/2 from HTTP/3: the same status, the same
/// metadata, the same deadlines. Each transport has a subclass.
abstract class TransportContract {
    static final int MESSAGE_MAX = 64 << 10;
    static final int METADATA_MAX = 8 << 10;
    private static final int PATIENCE_SECONDS = 20;
    private static final Metadata.Key<String> LARGE = Metadata.Key.of("large", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("some-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Server server;
    private ManagedChannel channel;

    abstract Server start(io.grpc.BindableService service) throws Exception;

    abstract ManagedChannel connect(int port);

    private final class Service extends TestServiceGrpc.TestServiceImplBase {
        @Override
        public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> response) {
            switch (request.getResponseSize()) {
                case -1 -> {
                    Metadata trailers = new Metadata();
                    trailers.put(BINARY, new byte[] {0, 1, (byte) 255});
                    response.onError(Status.FAILED_PRECONDITION
                            .withDescription("nöt yet: 100 %\nreally")
                            .asRuntimeException(trailers));
                    return;
                }
                case -2 -> {
                    ((ServerCallStreamObserver<SimpleResponse>) response).setOnCancelHandler(cancelled::countDown);
                    inside.countDown();
                    return;
                }
                case -3 -> {
                    inside.countDown();
                    await(goOn);
                }
                default -> {}
            }
            response.onNext(SimpleResponse.newBuilder()
                    .setPayload(Payload.newBuilder()
                            .setBody(ByteString.copyFrom(new byte[Math.max(0, request.getResponseSize())])))
                    .build());
            response.onCompleted();
        }

        @Override
        public void streamingOutputCall(
                StreamingOutputCallRequest request, StreamObserver<StreamingOutputCallResponse> responses) {
            request.getResponseParametersList()
                    .forEach(one -> responses.onNext(StreamingOutputCallResponse.newBuilder()
                            .setPayload(Payload.newBuilder().setBody(ByteString.copyFrom(new byte[one.getSize()])))
                            .build()));
            responses.onCompleted();
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = start(new Service());
        channel = connect(server.getPort());
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestServiceGrpc.TestServiceBlockingStub stub() {
        return TestServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static SimpleRequest request(int size) {
        return SimpleRequest.newBuilder().setResponseSize(size).build();
    }

    private Status failure(Runnable call) {
        Throwable thrown = catchThrowable(call::run);
        assertThat(thrown).isInstanceOf(StatusRuntimeException.class);
        return Status.fromThrowable(thrown);
    }

    @Test
    void statusDescriptionAndTrailersArriveAsTheyWereSent() {
        Throwable thrown = catchThrowable(() -> stub().unaryCall(request(-1)));
        assertThat(Status.fromThrowable(thrown).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(Status.fromThrowable(thrown).getDescription()).isEqualTo("nöt yet: 100 %\nreally");
        assertThat(Status.trailersFromThrowable(thrown).get(BINARY)).containsExactly(0, 1, 255);
    }

    @Test
    void aDeadlineEndsTheCallOnBothSides() {
        Status status = failure(() -> {
            var unused = TestServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                    .unaryCall(request(-2));
        });
        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        await(cancelled);
    }

    @Test
    void aCancelledCallIsCancelledAtTheServer() {
        var call = channel.newCall(TestServiceGrpc.getUnaryCallMethod(), CallOptions.DEFAULT);
        ClientCalls.asyncUnaryCall(call, request(-2), new StreamObserver<SimpleResponse>() {
            @Override
            public void onNext(SimpleResponse value) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        await(inside);
        call.cancel("no longer wanted", null);
        await(cancelled);
        assertThat(stub().unaryCall(request(10)).getPayload().getBody().size())
                .as("the connection lives on")
                .isEqualTo(10);
    }

    @Test
    void aMessageOverTheClientsLimitIsRefusedAndTheConnectionLivesOn() {
        assertThat(failure(() -> stub().unaryCall(request(MESSAGE_MAX + 1))).getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stub().unaryCall(request(MESSAGE_MAX - 100))
                        .getPayload()
                        .getBody()
                        .size())
                .isEqualTo(MESSAGE_MAX - 100);
    }

    @Test
    void aMessageOverTheServersLimitIsRefused() {
        SimpleRequest large = SimpleRequest.newBuilder()
                .setPayload(Payload.newBuilder().setBody(ByteString.copyFrom(new byte[MESSAGE_MAX + 1])))
                .build();
        assertThat(failure(() -> stub().unaryCall(large)).getCode())
                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
    }

    @Test
    void metadataOverTheServersLimitIsRefused() {
        Metadata headers = new Metadata();
        headers.put(LARGE, "x".repeat(METADATA_MAX + 1));
        var large = TestServiceGrpc.newBlockingStub(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
        assertThat(failure(() -> large.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                .unaryCall(request(1)))
                        .getCode())
                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL);
        assertThat(stub().unaryCall(request(1)).getPayload().getBody().size()).isEqualTo(1);
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        assertThat(failure(() -> UnimplementedServiceGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                                .unimplementedCall(Empty.getDefaultInstance()))
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void aSlowReaderOfAStreamGetsAllOfIt() {
        StreamingOutputCallRequest.Builder many = StreamingOutputCallRequest.newBuilder();
        for (int i = 0; i < 200; i++) {
            many.addResponseParametersBuilder().setSize(MESSAGE_MAX / 2);
        }
        Iterator<StreamingOutputCallResponse> answers = stub().streamingOutputCall(many.build());
        int count = 0;
        while (answers.hasNext()) {
            answers.next();
            count++;
        }
        assertThat(count).isEqualTo(200);
    }

    @Test
    void aServerThatShutsDownFinishesWhatIsUnderWayAndRefusesTheRest() throws Exception {
        var future = TestServiceGrpc.newFutureStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .unaryCall(request(-3));
        await(inside);
        server.shutdown();
        goOn.countDown();
        assertThat(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> TestServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(2, TimeUnit.SECONDS)
                        .unaryCall(request(1)))
                .isInstanceOf(StatusRuntimeException.class);
    }
}
