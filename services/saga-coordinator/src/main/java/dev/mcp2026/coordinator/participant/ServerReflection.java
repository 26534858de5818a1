package dev.mcp2026.coordinator.participant;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Learns from a server what a service of it looks like, in one stream of `grpc.reflection.v1`.
final class ServerReflection {
    /// A service's file with all that it imports.
    private static final int FILES = 256;

    private static final int BYTES = 4 << 20;

    private final BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> stream;
    private final Map<String, FileDescriptorProto> files = new HashMap<>();
    private final Map<String, FileDescriptor> built = new HashMap<>();
    private final Set<String> building = new HashSet<>();

    private ServerReflection(BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> stream) {
        this.stream = stream;
    }

    /// @param service its full name
    /// @return empty where the server has no such service
    /// @throws StatusException UNIMPLEMENTED where it has no reflection; INTERNAL where what it tells is no
    /// description; else the connection's failure
    static Optional<ServiceDescriptor> describe(Channel channel, String service, Duration limit)
            throws StatusException, InterruptedException {
        var stream = ClientCalls.blockingBidiStreamingCall(
                channel,
                ServerReflectionGrpc.getServerReflectionInfoMethod(),
                CallOptions.DEFAULT
                        .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
                        .withMaxInboundMessageSize(BYTES));
        boolean complete = false;
        try {
            Optional<ServiceDescriptor> found = new ServerReflection(stream).service(service);
            complete = true;
            return found;
        } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
            throw malformed(String.valueOf(e.getMessage()));
        } finally {
            if (complete) {
                stream.halfClose();
            } else {
                stream.cancel("no description", null);
            }
        }
    }

    private Optional<ServiceDescriptor> service(String name)
            throws StatusException, InterruptedException, InvalidProtocolBufferException,
                    DescriptorValidationException {
        if (!ask(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(name)
                .build())) {
            return Optional.empty();
        }
        for (String file : Set.copyOf(files.keySet())) {
            for (ServiceDescriptor service : file(file).getServices()) {
                if (service.getFullName().equals(name)) {
                    return Optional.of(service);
                }
            }
        }
        return Optional.empty();
    }

    private FileDescriptor file(String name)
            throws StatusException, InterruptedException, InvalidProtocolBufferException,
                    DescriptorValidationException {
        FileDescriptor known = built.get(name);
        if (known != null) {
            return known;
        }
        if (!building.add(name)) {
            throw malformed(name + " imports itself");
        }
        FileDescriptorProto file = files.get(name);
        if (file == null) {
            // Some servers send a file's imports with it, others want to be asked.
            ask(ServerReflectionRequest.newBuilder().setFileByFilename(name).build());
            file = files.get(name);
        }
        if (file == null) {
            throw malformed("it does not tell " + name);
        }
        FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
        for (int i = 0; i < imports.length; i++) {
            imports[i] = file(file.getDependency(i));
        }
        FileDescriptor complete = FileDescriptor.buildFrom(file, imports);
        built.put(name, complete);
        return complete;
    }

    /// @return false for what is not there
    private boolean ask(ServerReflectionRequest request)
            throws StatusException, InterruptedException, InvalidProtocolBufferException {
        stream.write(request);
        @Nullable ServerReflectionResponse answer = stream.read();
        if (answer == null) {
            throw malformed("it ended without an answer");
        }
        if (answer.hasErrorResponse()) {
            if (answer.getErrorResponse().getErrorCode() == Status.Code.NOT_FOUND.value()) {
                return false;
            }
            throw Status.fromCodeValue(answer.getErrorResponse().getErrorCode())
                    .withDescription(answer.getErrorResponse().getErrorMessage())
                    .asException();
        }
        for (var bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
            files.putIfAbsent(file.getName(), file);
        }
        if (files.size() > FILES) {
            throw malformed("it has more than " + FILES + " files");
        }
        return true;
    }

    private static StatusException malformed(String how) {
        return Status.INTERNAL
                .withDescription("the server's reflection: " + how)
                .asException();
    }
}
