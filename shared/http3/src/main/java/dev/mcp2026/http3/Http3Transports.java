package dev.mcp2026.http3;

import io.grpc.internal.ClientTransportFactory.ClientTransportOptions;
import io.grpc.internal.ConnectionClientTransport;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;

/// Makes single client transports.
public final class Http3Transports {
    private final EventLoopGroup loops;
    private final Http3Settings settings;

    public Http3Transports(EventLoopGroup loops, Http3Settings settings) {
        this.loops = loops;
        this.settings = settings;
    }

    public ConnectionClientTransport newTransport(
            InetSocketAddress address, ClientTransportOptions options, ClientTls tls) {
        return new Http3ClientTransport(address, options, loops.next(), tls, settings);
    }

    public ConnectionClientTransport newTransport(
            InetSocketAddress address, PacketTunnel tunnel, ClientTransportOptions options, ClientTls tls) {
        throw new UnsupportedOperationException("tunnels");
    }
}
