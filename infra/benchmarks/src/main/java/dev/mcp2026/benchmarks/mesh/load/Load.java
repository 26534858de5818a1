package dev.mcp2026.benchmarks.mesh.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Callers that make one call after the other on one connection, all at the same time, until the time is over.
final class Load {
    /// A call that takes longer has stalled.
    private static final long CALL_SECONDS = 30;
    private static final long PAUSE_MILLIS = 20;
    /// Messages of one streaming call.
    private static final int STREAM_BYTES = 32 << 20;

    private final Channel channel;
    private final Order order;
    private final Tally tally = new Tally();
    private final byte[] message;
    private final int messages;
    private final long end;
    private final CountDownLatch callers;

    private Load(Channel channel, Order order) {
        this.channel = channel;
        this.order = order;
        this.message = new byte[order.bytes()];
        this.messages = Math.max(1, STREAM_BYTES / Math.max(1, order.bytes()));
        this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(order.millis());
        this.callers = new CountDownLatch(order.callers());
    }

    static Outcome of(Channel channel, Order order) throws InterruptedException {
        Load load = new Load(channel, order);
        for (int i = 0; i < order.callers(); i++) {
            load.next();
        }
        if (!load.callers.await(order.millis() + TimeUnit.SECONDS.toMillis(2 * CALL_SECONDS), TimeUnit.MILLISECONDS)) {
            for (long i = load.callers.getCount(); i > 0; i--) {
                load.tally.neverEnded();
            }
        }
        return load.tally.outcome();
    }

    private void next() {
        if (System.nanoTime() >= end) {
            callers.countDown();
            return;
        }
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
        switch (order.kind()) {
            case UPLOAD ->
                ClientCalls.asyncClientStreamingCall(
                        channel.newCall(Echo.UPLOAD, options), new Caller((long) messages * message.length));
            case DOWNLOAD ->
                ClientCalls.asyncServerStreamingCall(
                        channel.newCall(Echo.DOWNLOAD, options),
                        Echo.amount(messages, message.length),
                        new Caller((long) messages * message.length));
            case UNARY, FIRST_REPLY, FIRST_REPLY_AGAIN, PROBE ->
                ClientCalls.asyncUnaryCall(channel.newCall(Echo.UNARY, options), message, new Caller(message.length));
        }
    }

    private final class Caller implements ClientResponseObserver<byte[], byte[]> {
        private final long began = System.nanoTime();
        private final long carries;

        Caller(long carries) {
            this.carries = carries;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<byte[]> call) {
            if (order.kind() == Order.Kind.UPLOAD) {
                call.setOnReadyHandler(new Outflow(call, messages, message));
            }
        }

        @Override
        public void onNext(byte[] answer) {
            // Only its end counts.
        }

        @Override
        public void onError(Throwable failure) {
            tally.ended(Status.fromThrowable(failure), began, 0);
            // Not at once: without a connection calls fail where they are made.
            CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(Load.this::next);
        }

        @Override
        public void onCompleted() {
            tally.ended(Status.OK, began, carries);
            next();
        }
    }
}
