package dev.mcp2026.identity.testing;

import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIBlockingStub;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// One connection to a Workload API's socket, with nothing between the test and gRPC.
public final class SocketClient implements AutoCloseable {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER);

    private final EventLoopGroup loop = new EpollEventLoopGroup(1, new DefaultThreadFactory("test-client", true));
    private final ManagedChannel channel;

    public SocketClient(Path socket) {
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .overrideAuthority("localhost")
                .disableRetry()
                .build();
    }

    /// With the header that the specification requires.
    public SpiffeWorkloadAPIBlockingStub blocking() {
        return blocking("true");
    }

    /// @param header what to send in its place; several for several
    public SpiffeWorkloadAPIBlockingStub blocking(String... header) {
        return SpiffeWorkloadAPIGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TestCache.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(header)));
    }

    public SpiffeWorkloadAPIStub streaming() {
        return SpiffeWorkloadAPIGrpc.newStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers("true")));
    }

    private static Metadata headers(String... values) {
        Metadata headers = new Metadata();
        for (String value : values) {
            headers.put(HEADER, value);
        }
        return headers;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
