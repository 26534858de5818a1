package dev.mcp2026.http3;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoop;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;

/// UDP sockets of the kind that fits the event loops: epoll where it is there, since it reads and sends many datagrams
/// with one system call, else NIO.
public final class DatagramSockets {
    private static final int SOCKET_BUFFER = 2 << 20;
    private static final int DATAGRAMS_PER_READ = 16;

    private DatagramSockets() {}

    public static EventLoopGroup newGroup(int threads, String name) {
        DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
        return Epoll.isAvailable()
                ? new EpollEventLoopGroup(threads, factory)
                : new NioEventLoopGroup(threads, factory);
    }

    static boolean isEpoll(EventExecutorGroup loops) {
        return loops instanceof EpollEventLoopGroup || loops instanceof EpollEventLoop;
    }

    /// For datagrams as they come over any path.
    public static Bootstrap bootstrap(EventLoopGroup loops) {
        return bootstrap(loops, UdpPayload.ANYWHERE);
    }

    static Bootstrap bootstrap(EventLoopGroup loops, UdpPayload payload) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
        if (isEpoll(loops)) {
            return bootstrap
                    .channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, payload.received())
                    .option(
                            ChannelOption.RCVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(payload.received() * DATAGRAMS_PER_READ));
        }
        return bootstrap
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(payload.received()));
    }
}
