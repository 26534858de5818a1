package dev.mcp2026.http3;

import io.grpc.internal.ClientTransportFactory.ClientTransportOptions;
import io.grpc.internal.ConnectionClientTransport;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;

/// Makes client transports one by one, for a channel that chooses the kind of each by its address.
public final class Http3Transports {
    private final EventLoopGroup loops;
    private final ClientTls tls;
    private final Rebinding rebinding;
    private final Http3Settings settings;

    /// @param loops of [DatagramSockets#newGroup], or any NIO or epoll group; they stay the caller's
    public Http3Transports(EventLoopGroup loops, ClientTls tls, Http3Settings settings) {
        this(loops, tls, new Rebinding(), settings);
    }

    /// @param rebinding to be told when this machine's addresses have changed
    public Http3Transports(EventLoopGroup loops, ClientTls tls, Rebinding rebinding, Http3Settings settings) {
        this.loops = loops;
        this.tls = tls;
        this.rebinding = rebinding;
        this.settings = settings;
    }

    /// The kinds of address that [#newTransport] takes.
    public static Collection<Class<? extends SocketAddress>> addressTypes() {
        return List.of(InetSocketAddress.class, TunnelledAddress.class);
    }

    /// @param address an [InetSocketAddress] for a UDP socket of its own, or a [TunnelledAddress]
    public ConnectionClientTransport newTransport(SocketAddress address, ClientTransportOptions options) {
        return new Http3ClientTransport(Underlay.to(address), options, loops.next(), tls, rebinding, settings);
    }
}
