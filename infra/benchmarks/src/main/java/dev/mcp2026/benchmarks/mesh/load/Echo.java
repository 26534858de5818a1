package dev.mcp2026.benchmarks.mesh.load;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/// The service that is called. Messages are bytes as they are, so that nothing but the transports is measured.
final class Echo {
    static final String SERVICE = "mcp2026.bench.Echo";
    static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY, true);
    static final MethodDescriptor<byte[], byte[]> UPLOAD = method("Upload", MethodType.CLIENT_STREAMING, false);
    static final MethodDescriptor<byte[], byte[]> DOWNLOAD = method("Download", MethodType.SERVER_STREAMING, false);

    private Echo() {}

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type, boolean idempotent) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE)
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setIdempotent(idempotent)
                .build();
    }

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(UNARY, ServerCalls.asyncUnaryCall(Echo::answer))
                .addMethod(UPLOAD, ServerCalls.asyncClientStreamingCall(Sink::new))
                .addMethod(DOWNLOAD, ServerCalls.asyncServerStreamingCall(Echo::pour))
                .build();
    }

    private static void answer(byte[] request, StreamObserver<byte[]> answer) {
        answer.onNext(request);
        answer.onCompleted();
    }

    /// How many messages of how many bytes a download has.
    static byte[] amount(int messages, int bytes) {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(messages)
                .putInt(bytes)
                .array();
    }

    private static void pour(byte[] amount, StreamObserver<byte[]> observer) {
        ServerCallStreamObserver<byte[]> answer = (ServerCallStreamObserver<byte[]>) observer;
        ByteBuffer wanted = ByteBuffer.wrap(amount);
        Outflow outflow = new Outflow(answer, wanted.getInt(), new byte[wanted.getInt()]);
        answer.setOnReadyHandler(outflow);
        outflow.run();
    }

    /// Takes all and answers with nothing.
    private record Sink(StreamObserver<byte[]> answer) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] message) {
            // Counted by the client.
        }

        @Override
        public void onError(Throwable cancelled) {
            // Nothing to undo.
        }

        @Override
        public void onCompleted() {
            answer.onNext(new byte[0]);
            answer.onCompleted();
        }
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        AS_THEY_ARE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
