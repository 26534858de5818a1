package dev.mcp2026.coordinator.participant;

import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.proto.saga.v1.StartSagaResponse;
import dev.mcp2026.testkit.process.FreePort;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.reflection.service.ReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A gRPC participant on loopback: a service of ours, of which the definition says what it does. `status CODE` fails,
/// `large N` answers so many letters, `hang` never answers; all else is answered as it came.
final class GrpcShop implements AutoCloseable {
    static final String METHOD = "mcp2026.saga.v1.Sagas/StartSaga";

    final BlockingQueue<Metadata> metadata = new LinkedBlockingQueue<>();
    final List<StartSagaRequest> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger reflections = new AtomicInteger();
    final List<StreamObserver<StartSagaResponse>> hanging = new CopyOnWriteArrayList<>();
    private final Server server;

    GrpcShop(boolean reflection) throws IOException {
        this(0, reflection);
    }

    GrpcShop(int port, boolean reflection) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(FreePort.loopback(), port))
                .intercept(new Seen())
                .addService(new Service());
        if (reflection) {
            builder.addService(new ReflectionServiceV1(List.of(new Service().bindService())));
        }
        server = builder.build().start();
    }

    int port() {
        return server.getPort();
    }

    /// As in a definition.
    String call(String message) {
        return call(METHOD, "{ definition: '" + message + "' }");
    }

    String call(String method, String message) {
        return "{ grpc: { address: 'http://127.0.0.1:%d', method: %s, message: %s } }"
                .formatted(port(), method, message);
    }

    private final class Seen implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (call.getMethodDescriptor().getFullMethodName().startsWith("grpc.reflection")) {
                reflections.incrementAndGet();
            } else {
                metadata.add(headers);
            }
            return next.startCall(call, headers);
        }
    }

    private final class Service extends SagasGrpc.SagasImplBase {
        @Override
        public void startSaga(StartSagaRequest request, StreamObserver<StartSagaResponse> answer) {
            requests.add(request);
            String[] words = request.getDefinition().split(" ", 2);
            switch (words[0]) {
                case "status" ->
                    answer.onError(Status.Code.valueOf(words[1])
                            .toStatus()
                            .withDescription("as it was asked")
                            .asRuntimeException());
                case "hang" -> hanging.add(answer);
                case "large" -> {
                    answer.onNext(StartSagaResponse.newBuilder()
                            .setSagaId("x".repeat(Integer.parseInt(words[1])))
                            .build());
                    answer.onCompleted();
                }
                default -> {
                    answer.onNext(StartSagaResponse.newBuilder()
                            .setSagaId(request.getDefinition())
                            .build());
                    answer.onCompleted();
                }
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
