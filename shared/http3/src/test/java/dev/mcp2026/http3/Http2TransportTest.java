package dev.mcp2026.http3;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;

class Http2TransportTest extends TransportContract {
    private static final Identities IDENTITIES = new Identities("mesh.test");

    @Override
    Server start(BindableService service) throws Exception {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .sslContext(Http2InteropTest.server(IDENTITIES))
                .maxInboundMessageSize(MESSAGE_MAX)
                .maxInboundMetadataSize(METADATA_MAX)
                .addService(service)
                .build()
                .start();
    }

    @Override
    ManagedChannel connect(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(Http2InteropTest.client(IDENTITIES))
                .overrideAuthority("localhost")
                .maxInboundMessageSize(MESSAGE_MAX)
                .build();
    }
}
