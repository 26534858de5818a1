package dev.mcp2026.mesh.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.testing.Texts;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotentRetryTest {
    private static final MethodDescriptor<String, String> READ = Texts.method("Read", MethodType.UNARY, true);
    private static final MethodDescriptor<String, String> WATCH =
            Texts.method("Watch", MethodType.SERVER_STREAMING, true);
    private static final MethodDescriptor<String, String> WRITE = Texts.method("Write", MethodType.UNARY, false);
    private static final MethodDescriptor<String, String> UPLOAD =
            Texts.method("Upload", MethodType.CLIENT_STREAMING, true);
    private static final MethodDescriptor<String, String> TALK = Texts.method("Talk", MethodType.BIDI_STREAMING, true);
    private static final ServiceDescriptor SERVICE = ServiceDescriptor.newBuilder("test.Texts")
            .addMethod(READ)
            .addMethod(WATCH)
            .addMethod(WRITE)
            .addMethod(UPLOAD)
            .addMethod(TALK)
            .build();
    private static final RetryRules QUICK =
            new RetryRules(new Limit("attempts", 5, "attempts"), Duration.ofMillis(1), Duration.ofMillis(2), 2);

    private final AtomicInteger calls = new AtomicInteger();
    private int failures;
    private Status failure = Status.UNAVAILABLE;
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = InProcessServerBuilder.forName("retry")
                .addService(ServerServiceDefinition.builder(SERVICE.getName())
                        .addMethod(READ, ServerCalls.asyncUnaryCall((request, reply) -> answer(reply)))
                        .addMethod(WRITE, ServerCalls.asyncUnaryCall((request, reply) -> answer(reply)))
                        .addMethod(WATCH, ServerCalls.asyncServerStreamingCall((request, reply) -> answer(reply)))
                        .build())
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("retry")
                .enableRetry()
                .defaultServiceConfig(IdempotentRetry.serviceConfig(QUICK, List.of(SERVICE)))
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void namesOnlyMethodsWithOneRequestThatMayComeTwice() {
        assertThat(SERVICE.getMethods().stream().filter(IdempotentRetry::isRepeatable))
                .hasSize(2)
                .allSatisfy(method -> assertThat(method).isIn(READ, WATCH));
        assertThat(IdempotentRetry.serviceConfig(RetryRules.DEFAULT, List.of())).isEmpty();
        assertThat(IdempotentRetry.serviceConfig(RetryRules.DEFAULT, List.of(SERVICE)))
                .asString()
                .contains("initialBackoff=0.100000000s", "maxBackoff=1.000000000s", "maxAttempts=5.0");
    }

    @Test
    void aReadIsRepeatedUntilItSucceeds() {
        failures = 4;
        assertThat(ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "x"))
                .isEqualTo("done");
        assertThat(calls).hasValue(5);
    }

    @Test
    void aReadIsNotRepeatedForEver() {
        failures = 100;
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "x"))
                .isInstanceOf(StatusRuntimeException.class);
        assertThat(calls).hasValue(5);
    }

    @Test
    void aWatchIsRepeatedToo() {
        failures = 2;
        assertThat(ClientCalls.blockingServerStreamingCall(channel, WATCH, CallOptions.DEFAULT, "x"))
                .toIterable()
                .containsExactly("done");
    }

    @Test
    void aWriteIsNotRepeatedAndNeitherIsAnyOtherStatus() {
        failures = 1;
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, WRITE, CallOptions.DEFAULT, "x"))
                .hasMessage("UNAVAILABLE");
        failure = Status.INTERNAL;
        failures = 2;
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "x"))
                .hasMessage("INTERNAL");
        assertThat(calls).hasValue(2);
    }

    private void answer(io.grpc.stub.StreamObserver<String> reply) {
        if (calls.incrementAndGet() <= failures) {
            reply.onError(failure.asRuntimeException());
        } else {
            reply.onNext("done");
            reply.onCompleted();
        }
    }
}
