package dev.mcp2026.http3;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import io.grpc.testing.integration.ListenAddress;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;

/// The same contract over grpc-java's own HTTP/2, with the same identities: what passes there has to pass here.
public class Http2InteropTest extends AbstractInteropTest {
    private static final Identities IDENTITIES = new Identities("mesh.test");

    static SslContext server(Identities identities) {
        try {
            return GrpcSslContexts.configure(SslContextBuilder.forServer(
                            identities.of(Identities.SERVER).keyManagers()))
                    .trustManager(identities.trusting(id -> true))
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static SslContext client(Identities identities) {
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(identities.of(Identities.CLIENT).keyManagers())
                    .trustManager(identities.trusting(id -> true))
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected ServerBuilder<?> getServerBuilder() {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .sslContext(server(IDENTITIES))
                .maxInboundMessageSize(MAX_MESSAGE_SIZE)
                .addStreamTracerFactory(createCustomCensusTracerFactory());
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        InetSocketAddress address = (InetSocketAddress) ListenAddress.of(this);
        return NettyChannelBuilder.forAddress("127.0.0.1", address.getPort())
                .sslContext(client(IDENTITIES))
                .maxInboundMessageSize(MAX_MESSAGE_SIZE)
                .overrideAuthority("localhost")
                .intercept(createCensusStatsClientInterceptor());
    }

    @Override
    protected boolean metricsExpected() {
        return false;
    }
}
