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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    private static final int TOKENS = 20;
    private static final RetryRules QUICK = new RetryRules(
            new Limit("attempts", 5, "attempts"),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            2,
            new Limit("tokens", TOKENS, "tokens"),
            1);

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
                .defaultServiceConfig(IdempotentRetry.serviceConfig(QUICK, RepeatableMethod.of(List.of(SERVICE))))
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void namesOnlyMethodsWithOneRequestThatMayComeTwice() {
        assertThat(RepeatableMethod.of(List.of(SERVICE)))
                .containsExactlyInAnyOrder(
                        RepeatableMethod.parse(READ.getFullMethodName()),
                        RepeatableMethod.parse(WATCH.getFullMethodName()));
        assertThat(IdempotentRetry.serviceConfig(RetryRules.DEFAULT, List.of())).isEmpty();
        assertThat(IdempotentRetry.serviceConfig(RetryRules.DEFAULT, RepeatableMethod.of(List.of(SERVICE))))
                .asString()
                .contains("initialBackoff=0.100000000s", "maxBackoff=1.000000000s", "maxAttempts=5.0")
                .doesNotContain("retryThrottling");
        assertThat(IdempotentRetry.serviceConfig(throttled(30, 0.1), RepeatableMethod.of(List.of(SERVICE))))
                .asString()
                .contains("maxTokens=30.0", "tokenRatio=0.1");
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

    @Test
    void aPeerThatFailsIsNotMultiplied() {
        failures = Integer.MAX_VALUE;
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "x"))
                    .hasMessage("UNAVAILABLE");
        }
        assertThat(calls.get()).as("attempts of 100 calls").isBetween(100, 100 + TOKENS / 2);
        failures = 0;
        for (int i = 0; i < TOKENS; i++) {
            ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "x");
        }
        failures = calls.get() + 1;
        assertThat(ClientCalls.blockingUnaryCall(channel, READ, CallOptions.DEFAULT, "x"))
                .as("repeated again, once it answers again")
                .isEqualTo("done");
    }

    @Test
    void oneMethodNamedTwiceIsNamedOnce() {
        RepeatableMethod read = RepeatableMethod.parse("test.Texts/Read");
        assertThat(IdempotentRetry.serviceConfig(QUICK, List.of(read, read)).get("methodConfig"))
                .asString()
                .containsOnlyOnce("Texts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "test.Texts",
                "test.Texts/",
                "/Read",
                "test.Texts/Read/x",
                "test..Texts/Read",
                "test.Texts/*",
                " test.Texts/Read"
            })
    void whatNamesNoMethodIsRefused(String text) {
        assertThatThrownBy(() -> RepeatableMethod.parse(text)).hasMessageContaining("package.Service/Method");
    }

    @Test
    void rulesThatGrpcWouldNotTakeAreRefused() {
        assertThatThrownBy(() -> throttled(1001, 0.1)).hasMessageContaining("tokens is 0 to 1000");
        assertThatThrownBy(() -> throttled(1000, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RetryRules throttled(int tokens, double ratio) {
        RetryRules rules = RetryRules.DEFAULT;
        return new RetryRules(
                rules.attempts(),
                rules.initialBackoff(),
                rules.maxBackoff(),
                rules.multiplier(),
                new Limit("tokens", tokens, "tokens"),
                ratio);
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
