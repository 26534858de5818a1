package dev.mcp2026.http3;

import io.grpc.Status;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;

/// Where a client connection goes, and what carries its packets there.
sealed interface Underlay {
    static Underlay to(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress remote -> new Udp(remote);
            case TunnelledAddress tunnelled -> new Tunnelled(tunnelled);
            default -> throw new IllegalArgumentException("no way to " + address + " over HTTP/3");
        };
    }

    SocketAddress address();

    /// The far end, as QUIC has it.
    InetSocketAddress far();

    /// The far end, as TLS has it.
    InetSocketAddress sessionName();

    UdpPayload payload();

    default boolean isSocket() {
        return this instanceof Udp;
    }

    /// @param closed is told on the event loop when nothing is carried any more
    ChannelFuture open(EventLoop loop, ChannelHandler handler, Consumer<Status> closed);

    record Udp(InetSocketAddress address) implements Underlay {
        @Override
        public InetSocketAddress far() {
            return address;
        }

        @Override
        public InetSocketAddress sessionName() {
            return address;
        }

        @Override
        public UdpPayload payload() {
            return UdpPayload.at(address);
        }

        @Override
        public ChannelFuture open(EventLoop loop, ChannelHandler handler, Consumer<Status> closed) {
            return DatagramSockets.bootstrap(loop, payload()).handler(handler).bind(new InetSocketAddress(0));
        }
    }

    record Tunnelled(TunnelledAddress address) implements Underlay {
        @Override
        public InetSocketAddress far() {
            return TunnelChannel.FAR;
        }

        @Override
        public InetSocketAddress sessionName() {
            return address.sessionName();
        }

        @Override
        public UdpPayload payload() {
            return UdpPayload.TUNNELLED;
        }

        @Override
        public ChannelFuture open(EventLoop loop, ChannelHandler handler, Consumer<Status> closed) {
            return TunnelChannel.open(loop, address.tunnel(), handler, closed);
        }
    }
}
