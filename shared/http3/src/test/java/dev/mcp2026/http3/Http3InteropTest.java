package dev.mcp2026.http3;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import io.grpc.testing.integration.ListenAddress;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;

/// grpc-java's own contract of a transport, over HTTP/3 with mutual TLS and SPIFFE identities.
public class Http3InteropTest extends AbstractInteropTest {
    private static final EventLoopGroup LOOPS = DatagramSockets.newGroup(2, "interop");
    private static final Identities IDENTITIES = new Identities("mesh.test");

    @Override
    protected ServerBuilder<?> getServerBuilder() {
        return Http3ServerBuilder.forAddress(
                        new InetSocketAddress("127.0.0.1", 0),
                        LOOPS,
                        IDENTITIES.server(),
                        IDENTITIES.verifier(id -> true))
                .maxInboundMessageSize(MAX_MESSAGE_SIZE)
                .withoutStats()
                .addStreamTracerFactory(createCustomCensusTracerFactory());
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        InetSocketAddress address = (InetSocketAddress) ListenAddress.of(this);
        return Http3ChannelBuilder.forAddress(
                        "127.0.0.1",
                        address.getPort(),
                        LOOPS,
                        IDENTITIES.client(Identities.CLIENT),
                        IDENTITIES.verifier(id -> id.equals(Identities.SERVER.in("mesh.test"))))
                .maxInboundMessageSize(MAX_MESSAGE_SIZE)
                .withoutStats()
                .overrideAuthority("localhost:" + address.getPort())
                .intercept(createCensusStatsClientInterceptor());
    }

    @Override
    protected boolean metricsExpected() {
        return false;
    }
}
