package dev.mcp2026.examples.greeter;

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/// `examples.greeter.v1.Greeter/Hello`: a name in, a greeting out. Its messages are protobuf's own `StringValue`,
/// so the example needs no code generation.
public final class Greeter {
    public static final String SERVICE = "examples.greeter.v1.Greeter";

    static final MethodDescriptor<StringValue, StringValue> HELLO =
            MethodDescriptor.<StringValue, StringValue>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Hello"))
                    .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                    .build();

    private Greeter() {}

    static ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(HELLO, ServerCalls.asyncUnaryCall((name, answer) -> {
                    answer.onNext(StringValue.of("Hello, " + name.getValue() + "!"));
                    answer.onCompleted();
                }))
                .build();
    }
}
