package dev.mcp2026.http3;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/// Where epoll is not to be had.
class NioTransportTest extends TransportContract {
    private static final EventLoopGroup LOOPS = new NioEventLoopGroup(2, new DefaultThreadFactory("nio", true));
    private static final Domain DOMAIN = new Domain();

    @Override
    Server start(BindableService service) throws Exception {
        return Http3ServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0), LOOPS, DOMAIN.server())
                .maxInboundMessageSize(MESSAGE_MAX)
                .maxInboundMetadataSize(METADATA_MAX)
                .addService(service)
                .build()
                .start();
    }

    @Override
    ManagedChannel connect(int port) {
        return Http3ChannelBuilder.forAddress("127.0.0.1", port, LOOPS, DOMAIN.client())
                .maxInboundMessageSize(MESSAGE_MAX)
                .build();
    }
}
