package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc;
import dev.mcp2026.proto.spiffe.workload.X509SVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A workload: one connection to the socket.
final class SocketClient implements AutoCloseable {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);
    private static final int CALL_SECONDS = 30;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final ManagedChannel channel;

    SocketClient(Path socket, EventLoopGroup loops) {
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loops)
                .usePlaintext()
                .overrideAuthority("localhost")
                .directExecutor()
                .disableRetry()
                .build();
    }

    /// Returns when the cache knows whose connection this is.
    void connect() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CALL_SECONDS);
        while (channel.getState(true) != ConnectivityState.READY) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no connection to the socket within " + CALL_SECONDS + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// Hears of one stream, on the connection's event loop.
    interface Heard {
        void message(X509SVIDResponse message);

        void closed(Status status);
    }

    /// Opens a stream.
    ///
    /// @param deadline whether it ends by itself after a while
    ClientCall<X509SVIDRequest, X509SVIDResponse> open(Heard heard, boolean deadline) {
        CallOptions options =
                deadline ? CallOptions.DEFAULT.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS) : CallOptions.DEFAULT;
        ClientCall<X509SVIDRequest, X509SVIDResponse> call =
                channel.newCall(SpiffeWorkloadAPIGrpc.getFetchX509SVIDMethod(), options);
        Metadata headers = new Metadata();
        headers.put(HEADER, "true");
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(X509SVIDResponse message) {
                        heard.message(message);
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        heard.closed(status);
                    }
                },
                headers);
        call.request(1);
        call.sendMessage(X509SVIDRequest.getDefaultInstance());
        call.halfClose();
        return call;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
