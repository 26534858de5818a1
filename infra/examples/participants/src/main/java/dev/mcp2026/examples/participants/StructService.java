package dev.mcp2026.examples.participants;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Struct;
import com.google.protobuf.StructProto;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.util.List;

/// A gRPC service whose messages are protobuf's own `Struct`, so that the example needs no code generation.
final class StructService {
    private static final String STRUCT = "." + Struct.getDescriptor().getFullName();

    private StructService() {}

    /// Answers a call, or throws a status.
    interface Method {
        Struct call(String name, Struct request);
    }

    static ServerServiceDefinition of(String packageName, String service, List<String> methods, Method method) {
        FileDescriptor file = file(packageName, service, methods);
        String name = packageName + "." + service;
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(name).setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> file);
        List<MethodDescriptor<Struct, Struct>> unary =
                methods.stream().map(each -> unary(name, each)).toList();
        unary.forEach(descriptor::addMethod);
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(descriptor.build());
        for (MethodDescriptor<Struct, Struct> each : unary) {
            String called = each.getFullMethodName().substring(name.length() + 1);
            definition.addMethod(each, ServerCalls.asyncUnaryCall((request, answer) -> {
                try {
                    answer.onNext(method.call(called, request));
                    answer.onCompleted();
                } catch (io.grpc.StatusRuntimeException status) {
                    answer.onError(status);
                }
            }));
        }
        return definition.build();
    }

    private static MethodDescriptor<Struct, Struct> unary(String service, String method) {
        return MethodDescriptor.<Struct, Struct>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                .setRequestMarshaller(ProtoUtils.marshaller(Struct.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Struct.getDefaultInstance()))
                .build();
    }

    private static FileDescriptor file(String packageName, String service, List<String> methods) {
        ServiceDescriptorProto.Builder described =
                ServiceDescriptorProto.newBuilder().setName(service);
        methods.forEach(each -> described.addMethod(MethodDescriptorProto.newBuilder()
                .setName(each)
                .setInputType(STRUCT)
                .setOutputType(STRUCT)));
        FileDescriptor struct = StructProto.getDescriptor();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName(packageName.replace('.', '/') + "/" + service + ".proto")
                .setSyntax("proto3")
                .setPackage(packageName)
                .addDependency(struct.getName())
                .addService(described)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[] {struct});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the service's own descriptor is wrong", e);
        }
    }
}
