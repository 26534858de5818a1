package dev.mcp2026.coordinator.participant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.Call;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Participants that speak gRPC, unary, with server reflection. Messages are written as in the JSON of Protocol
/// Buffers; an answer has fields without presence also where they have their default, so that expressions find them.
public final class GrpcParticipants {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GrpcChannels channels;
    private final GrpcServices services;
    private final Addresses addresses;
    private final Limit resultBytes;

    /// @param asking runs what is asked of servers about themselves
    /// @param services whose description is kept
    public GrpcParticipants(
            GrpcChannels channels, Executor asking, Limit services, Addresses addresses, Limit resultBytes) {
        this.channels = channels;
        this.services = new GrpcServices(asking, services);
        this.addresses = addresses;
        this.resultBytes = resultBytes;
    }

    /// What a call is made with, or how it ended without one.
    private sealed interface Prepared {
        record Ready(MethodDescriptor method, DynamicMessage message) implements Prepared {}

        record Ended(Outcome outcome) implements Prepared {}
    }

    Outcome call(Request request, Call.Grpc call) throws InterruptedException {
        GrpcAddress address = addresses.grpc(request.tenant(), call.address().text(request.scope()));
        String message = call.message().value(request.scope()).toString();
        long end = System.nanoTime() + request.limit().toNanos();
        ManagedChannel channel;
        try {
            channel = channels.of(address);
        } catch (FaultException noSvid) {
            return new Outcome.NotMade(noSvid.fault().detail());
        }
        try {
            return switch (prepared(address, channel, call.method(), message, request.limit())) {
                case Prepared.Ended(Outcome outcome) -> outcome;
                case Prepared.Ready ready ->
                    made(request, address, channel, ready, Duration.ofNanos(end - System.nanoTime()));
            };
        } catch (TimeoutException late) {
            return late(address, channel, request.limit());
        }
    }

    private Prepared prepared(
            GrpcAddress address, ManagedChannel channel, String called, String message, Duration limit)
            throws InterruptedException, TimeoutException {
        String service = called.substring(0, called.indexOf('/'));
        return switch (services.of(address, channel, service, limit)) {
            case GrpcServices.Told.Described(ServiceDescriptor known) ->
                prepared(address, known, called.substring(service.length() + 1), message);
            case GrpcServices.Told.Absent _ -> refused(address, "it has no service " + service);
            case GrpcServices.Told.Failed(Status status) ->
                new Prepared.Ended(unreflected(address, channel, limit, status));
        };
    }

    private Prepared prepared(GrpcAddress address, ServiceDescriptor service, String name, String message) {
        MethodDescriptor method = service.findMethodByName(name);
        if (method == null) {
            services.drop(address, service.getFullName());
            return refused(address, "it has no method " + service.getFullName() + "/" + name);
        }
        if (method.isClientStreaming() || method.isServerStreaming()) {
            return refused(address, method.getFullName() + " is a stream; a step calls unary methods");
        }
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(method.getInputType());
        try {
            JsonFormat.parser().usingTypeRegistry(types(method)).merge(message, builder);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            // If it has the field since it was asked, the next saga will know.
            services.drop(address, service.getFullName());
            return refused(
                    address,
                    "the message is no " + method.getInputType().getFullName() + ": " + Shown.text(e.getMessage()));
        }
        return new Prepared.Ready(method, builder.build());
    }

    private static Prepared refused(GrpcAddress address, String why) {
        return new Prepared.Ended(new Outcome.Refusal(address.authority() + ": " + why));
    }

    private static TypeRegistry types(MethodDescriptor method) {
        return TypeRegistry.newBuilder()
                .add(method.getInputType())
                .add(method.getOutputType())
                .build();
    }

    private Outcome made(
            Request request, GrpcAddress address, ManagedChannel channel, Prepared.Ready ready, Duration left)
            throws InterruptedException, TimeoutException {
        var method = io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        ready.method().getService().getFullName(),
                        ready.method().getName()))
                .setRequestMarshaller(ProtoUtils.marshaller(
                        DynamicMessage.getDefaultInstance(ready.method().getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(
                        DynamicMessage.getDefaultInstance(ready.method().getOutputType())))
                .build();
        ListenableFuture<DynamicMessage> answer = ClientCalls.futureUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata(request)))
                        .newCall(
                                method,
                                CallOptions.DEFAULT
                                        .withDeadlineAfter(left.toNanos(), TimeUnit.NANOSECONDS)
                                        .withMaxInboundMessageSize((int) resultBytes.max())),
                ready.message());
        try {
            return success(ready.method(), answer.get(left.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return failed(request, address, channel, ready.method(), Status.fromThrowable(e));
        } finally {
            answer.cancel(true);
        }
    }

    private static Metadata metadata(Request request) {
        Metadata metadata = new Metadata();
        CallHeaders.grpc(request)
                .forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return metadata;
    }

    private Outcome success(MethodDescriptor method, DynamicMessage answer) {
        try {
            String text = JsonFormat.printer()
                    .usingTypeRegistry(types(method))
                    .alwaysPrintFieldsWithNoPresence()
                    .omittingInsignificantWhitespace()
                    .print(answer);
            if (text.getBytes(StandardCharsets.UTF_8).length > resultBytes.max()) {
                return Shown.tooLarge(resultBytes);
            }
            JsonNode result = JSON.readTree(text);
            return new Outcome.Success(result);
        } catch (InvalidProtocolBufferException | JsonProcessingException e) {
            return new Outcome.Unknown("its answer has no JSON: " + Shown.text(e.getMessage()));
        }
    }

    private Outcome failed(
            Request request, GrpcAddress address, ManagedChannel channel, MethodDescriptor method, Status status) {
        String said = said(address, status);
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE -> new Outcome.Refusal(said);
            case UNIMPLEMENTED -> {
                services.drop(address, method.getService().getFullName());
                yield new Outcome.Refusal(said);
            }
            case DEADLINE_EXCEEDED -> late(address, channel, request.limit());
            case UNAVAILABLE -> unavailable(address, channel, said);
            case RESOURCE_EXHAUSTED -> isOurs(status) ? Shown.tooLarge(resultBytes) : new Outcome.Unknown(said);
            case OK, CANCELLED, UNKNOWN, ABORTED, INTERNAL, DATA_LOSS -> new Outcome.Unknown(said);
        };
    }

    /// What gRPC itself says of an answer that is over the limit given with the call.
    private static boolean isOurs(Status status) {
        return String.valueOf(status.getDescription()).startsWith("gRPC message exceeds maximum size");
    }

    /// Nothing has been sent to the service.
    private Outcome unreflected(GrpcAddress address, ManagedChannel channel, Duration limit, Status status) {
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                new Outcome.Refusal(address.authority() + ": it has no server reflection (grpc.reflection.v1)");
            case DEADLINE_EXCEEDED -> late(address, channel, limit);
            case UNAVAILABLE -> unavailable(address, channel, said(address, status));
            default -> new Outcome.Unknown(said(address, status));
        };
    }

    private Outcome late(GrpcAddress address, ManagedChannel channel, Duration limit) {
        // The connection may be one whose other end is gone.
        channels.drop(address, channel);
        return new Outcome.Unknown("no answer within " + limit.toMillis() + " ms");
    }

    /// A channel would wait before it connects again, up to two minutes, and answer meanwhile with what failed last;
    /// the
    /// saga has its own pauses.
    private Outcome unavailable(GrpcAddress address, ManagedChannel channel, String said) {
        channels.drop(address, channel);
        return new Outcome.Unknown(said);
    }

    private static String said(GrpcAddress address, Status status) {
        Throwable cause = status.getCause();
        return address.authority() + ": " + status.getCode()
                + (status.getDescription() == null ? "" : ": " + Shown.text(status.getDescription()))
                + (cause == null || cause.getMessage() == null ? "" : " (" + Shown.text(cause.getMessage()) + ")");
    }
}
