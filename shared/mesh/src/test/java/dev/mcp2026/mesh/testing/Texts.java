package dev.mcp2026.mesh.testing;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Methods that take and give texts, so that tests need no generated code.
public final class Texts {
    private Texts() {}

    /// A method of the service `test.Texts`.
    public static MethodDescriptor<String, String> method(String name, MethodType type, boolean safe) {
        return MethodDescriptor.newBuilder(new Marshaller(), new Marshaller())
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName("test.Texts", name))
                .setSafe(safe)
                .setIdempotent(safe)
                .build();
    }

    private static final class Marshaller implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
