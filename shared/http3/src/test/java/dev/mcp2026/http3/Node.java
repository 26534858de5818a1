package dev.mcp2026.http3;

import com.google.protobuf.ByteString;
import dev.mcp2026.testkit.await.Await;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.Messages.Payload;
import io.grpc.testing.integration.Messages.SimpleRequest;
import io.grpc.testing.integration.Messages.SimpleResponse;
import io.grpc.testing.integration.Messages.StreamingOutputCallRequest;
import io.grpc.testing.integration.Messages.StreamingOutputCallResponse;
import io.grpc.testing.integration.TestServiceGrpc;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A server of grpc's test service that remembers what was called and how, and calls to it.
final class Node implements AutoCloseable {
    static final EventLoopGroup LOOPS = DatagramSockets.newGroup(2, "node");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final MethodDescriptor<Empty, Empty> IDEMPOTENT =
            TestServiceGrpc.getEmptyCallMethod().toBuilder().setIdempotent(true).build();
    static final MethodDescriptor<Empty, Empty> ONCE = TestServiceGrpc.getEmptyCallMethod();

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Server server;

    /// One call as it reached the server.
    record Seen(String method, boolean early) {}

    Node(ServerTls tls, UnaryOperator<Http3ServerBuilder> more) {
        this(0, tls, more);
    }

    Node(int port, ServerTls tls, UnaryOperator<Http3ServerBuilder> more) {
        this(LOOPS, port, tls, more);
    }

    Node(EventLoopGroup loops, int port, ServerTls tls, UnaryOperator<Http3ServerBuilder> more) {
        try {
            server = more.apply(Http3ServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port), loops, tls))
                    .addService(new Service())
                    .intercept(new Recorder())
                    .addTransportFilter(new ServerTransportFilter() {
                        @Override
                        public Attributes transportReady(Attributes attributes) {
                            connections.incrementAndGet();
                            return attributes;
                        }
                    })
                    .build()
                    .start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    /// Peers that were let in so far.
    int connections() {
        return connections.get();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port());
    }

    static ManagedChannel connect(int port, ClientTls tls) {
        return Http3ChannelBuilder.forAddress("127.0.0.1", port, LOOPS, tls).build();
    }

    static void call(Channel channel, MethodDescriptor<Empty, Empty> method) {
        ClientCalls.blockingUnaryCall(
                channel,
                method,
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                Empty.getDefaultInstance());
    }

    static CompletableFuture<Void> callLater(Channel channel, MethodDescriptor<Empty, Empty> method) {
        return CompletableFuture.runAsync(
                () -> call(channel, method), task -> Thread.ofVirtual().start(task));
    }

    static int echo(Channel channel, int size) {
        return TestServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .unaryCall(SimpleRequest.newBuilder().setResponseSize(size).build())
                .getPayload()
                .getBody()
                .size();
    }

    /// A connection's worth of calls, after which its client has a ticket.
    static void visit(int port, ClientTls tls) {
        ManagedChannel channel = connect(port, tls);
        for (int i = 0; i < 3; i++) {
            call(channel, ONCE);
        }
        close(channel);
    }

    static void close(ManagedChannel channel) {
        channel.shutdownNow();
        Await.until("the channel's end", PATIENCE, channel::isTerminated);
    }

    /// Ends in order, beside the test.
    void shutdown() {
        server.shutdown();
    }

    @Override
    public void close() {
        server.shutdownNow();
        Await.until("the server's end", PATIENCE, server::isTerminated);
    }

    private final class Recorder implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Attributes attributes = call.getAttributes();
            seen.add(new Seen(
                    call.getMethodDescriptor().getBareMethodName(),
                    Boolean.TRUE.equals(attributes.get(Http3ServerBuilder.EARLY))));
            return next.startCall(call, headers);
        }
    }

    private static final class Service extends TestServiceGrpc.TestServiceImplBase {
        @Override
        public void emptyCall(Empty request, StreamObserver<Empty> response) {
            response.onNext(Empty.getDefaultInstance());
            response.onCompleted();
        }

        @Override
        public void unaryCall(SimpleRequest request, StreamObserver<SimpleResponse> response) {
            response.onNext(SimpleResponse.newBuilder()
                    .setPayload(payload(request.getResponseSize()))
                    .build());
            response.onCompleted();
        }

        @Override
        public StreamObserver<StreamingOutputCallRequest> fullDuplexCall(
                StreamObserver<StreamingOutputCallResponse> responses) {
            return new StreamObserver<>() {
                @Override
                public void onNext(StreamingOutputCallRequest request) {
                    responses.onNext(StreamingOutputCallResponse.newBuilder()
                            .setPayload(request.getPayload())
                            .build());
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    responses.onCompleted();
                }
            };
        }
    }

    static Payload payload(int size) {
        return Payload.newBuilder().setBody(ByteString.copyFrom(new byte[size])).build();
    }
}
