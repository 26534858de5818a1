package dev.mcp2026.mesh.balance;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that answers with its name.
final class NamedServer {
    private final String name;
    private final Server server;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<StreamObserver<String>> streams = new CopyOnWriteArrayList<>();
    private volatile boolean failing;

    private NamedServer(String name, MethodDescriptor<String, String> who, MethodDescriptor<String, String> follow) {
        this.name = name;
        this.server = InProcessServerBuilder.forName(name)
                .addService(ServerServiceDefinition.builder("test.Texts")
                        .addMethod(who, ServerCalls.asyncUnaryCall((request, reply) -> answer(reply)))
                        .addMethod(follow, ServerCalls.asyncServerStreamingCall((request, reply) -> {
                            streams.add(reply);
                            reply.onNext(name + " 0");
                        }))
                        .build())
                .build();
    }

    static NamedServer start(
            String name, MethodDescriptor<String, String> who, MethodDescriptor<String, String> follow) {
        NamedServer server = new NamedServer(name, who, follow);
        try {
            server.server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    void fail(boolean on) {
        failing = on;
    }

    void tell(String text) {
        streams.forEach(stream -> stream.onNext(text));
    }

    void end() {
        streams.forEach(StreamObserver::onCompleted);
    }

    int calls() {
        return calls.get();
    }

    void stop() {
        server.shutdownNow();
    }

    private void answer(StreamObserver<String> reply) {
        calls.incrementAndGet();
        if (failing) {
            reply.onError(Status.UNAVAILABLE.asRuntimeException());
        } else {
            reply.onNext(name);
            reply.onCompleted();
        }
    }
}
