package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A stream that lives as long as its test and has each message sent back.
final class EchoStream {
    private static final int SIZE = 500;

    private final AtomicInteger back = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final StreamObserver<StreamingOutputCallRequest> out;
    private int sent;

    EchoStream(Channel channel) {
        out = TestServiceGrpc.newStub(channel).fullDuplexCall(new StreamObserver<>() {
            @Override
            public void onNext(StreamingOutputCallResponse answer) {
                back.incrementAndGet();
            }

            @Override
            public void onError(Throwable thrown) {
                failure.set(thrown);
                over.countDown();
            }

            @Override
            public void onCompleted() {
                over.countDown();
            }
        });
    }

    void send(int messages) {
        for (int i = 0; i < messages; i++) {
            sent++;
            out.onNext(StreamingOutputCallRequest.newBuilder()
                    .setPayload(Node.payload(SIZE))
                    .build());
        }
    }

    /// Sends and waits for the last to be back.
    void exchange(int messages) {
        send(messages);
        Await.until(
                "the echo of " + sent + " messages, failure " + failure,
                Node.PATIENCE,
                () -> failure.get() != null || back.get() == sent);
        assertThat(failure.get()).isNull();
    }

    /// How many came back until both sides had ended the stream.
    int end() {
        out.onCompleted();
        try {
            assertThat(over.await(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(failure.get()).isNull();
        return back.get();
    }
}
