package dev.mcp2026.examples.participants;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.saga.participant.Answer;
import dev.mcp2026.saga.participant.SagaCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// `examples.shipping.v1.Shipping/OPERATION`, with the saga's metadata. It has server reflection: the coordinator
/// learns
/// from it what a message looks like.
final class GrpcFace implements Face {
    private static final Context.Key<Metadata> METADATA = Context.key("saga-metadata");

    private final Participant participant;
    private final Server server;

    GrpcFace(Participant participant, int port) throws IOException {
        this.participant = participant;
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(ServerInterceptors.intercept(
                        StructService.of("examples.shipping.v1", "Shipping", participant.operations(), this::reply),
                        new KeepMetadata()))
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start();
    }

    private static final class KeepMetadata implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(METADATA, metadata), call, metadata, next);
        }
    }

    private Struct reply(String operation, Struct order) {
        Metadata metadata = METADATA.get();
        try {
            SagaCall call = SagaCall.fromMetadata(
                    name -> metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
            Answer answer = participant.call(
                    operation, call, Answers.read(JsonFormat.printer().print(order)));
            if (answer.grpcStatus() != Answer.GrpcStatus.OK) {
                throw Status.fromCodeValue(answer.grpcStatus().code())
                        .withDescription(answer.reason() + ": " + answer.text())
                        .asRuntimeException();
            }
            Struct.Builder result = Struct.newBuilder();
            JsonFormat.parser().merge(Answers.text(answer), result);
            return result.build();
        } catch (FaultException e) {
            throw (e.fault().kind() == FaultKind.UNAVAILABLE ? Status.UNAVAILABLE : Status.INVALID_ARGUMENT)
                    .withDescription(e.getMessage())
                    .asRuntimeException();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
        } catch (DatabaseException e) {
            throw Status.UNAVAILABLE.withDescription(e.getMessage()).asRuntimeException();
        }
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
