package dev.mcp2026.benchmarks.mesh.load;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.http3.Http3ChannelBuilder;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// Connections to the echo server. Answers are taken on the event loop: what a hand-over costs is no transport's.
final class EchoChannels {
    /// The server's certificate names no host: its SPIFFE ID is checked instead.
    private static final String AUTHORITY = "localhost";

    private final InetSocketAddress server;
    private final Identity identity;
    private final EventLoopGroup loops = DatagramSockets.newGroup(1, "client-http3");
    private final ClientTls quic;
    private final SslContext tls;

    EchoChannels(Path trustDirectory, InetSocketAddress server) throws GeneralSecurityException, IOException {
        this.server = server;
        this.identity = Identity.client(trustDirectory);
        this.quic = identity.quicClient();
        this.tls = identity.tlsClient();
    }

    /// May resume an earlier session.
    ManagedChannel open(Transport transport) {
        return switch (transport) {
            case HTTP2 -> http2(tls);
            case HTTP3 -> http3(quic);
        };
    }

    /// As a client that has never been there.
    ManagedChannel openAnew(Transport transport) throws GeneralSecurityException, IOException {
        return switch (transport) {
            case HTTP2 -> http2(identity.tlsClient());
            case HTTP3 -> http3(identity.quicClient());
        };
    }

    private ManagedChannel http2(SslContext context) {
        return NettyChannelBuilder.forAddress(server)
                .sslContext(context)
                .overrideAuthority(AUTHORITY)
                .maxInboundMessageSize(EchoServerMain.MESSAGE_MAX_BYTES)
                .directExecutor()
                .disableRetry()
                .build();
    }

    private ManagedChannel http3(ClientTls context) {
        return Http3ChannelBuilder.forAddress(server.getHostString(), server.getPort(), loops, context)
                .maxInboundMessageSize(EchoServerMain.MESSAGE_MAX_BYTES)
                .directExecutor()
                .disableRetry()
                .build();
    }
}
