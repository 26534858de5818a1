package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.internal.PlatformDependent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// What the QUIC codec takes for a UDP socket, over a [PacketTunnel].
final class TunnelChannel extends AbstractChannel {
    /// QUIC tells paths apart by their ends' addresses. In a tunnel there is one path, and these stand for its ends.
    static final InetSocketAddress NEAR = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    static final InetSocketAddress FAR = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);

    private static final Limit WAITING = new Limit("packets of a tunnel that wait to be read", 512, "packets");
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    private final PacketTunnel tunnel;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final Queue<ByteBuf> inbound = PlatformDependent.newMpscQueue();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean open = true;

    private TunnelChannel(PacketTunnel tunnel) {
        super(null);
        this.tunnel = tunnel;
    }

    /// @param closed is told on the event loop
    /// @return done once packets may be sent
    static ChannelFuture open(EventLoop loop, PacketTunnel tunnel, ChannelHandler handler, Consumer<Status> closed) {
        TunnelChannel channel = new TunnelChannel(tunnel);
        ChannelPromise opened = channel.newPromise();
        channel.pipeline().addLast(handler);
        loop.register(channel).addListener(registered -> {
            if (!registered.isSuccess()) {
                opened.tryFailure(registered.cause());
                return;
            }
            channel.openTunnel(opened, closed);
        });
        return opened;
    }

    private void openTunnel(ChannelPromise opened, Consumer<Status> closed) {
        CompletionStage<Void> opening;
        try {
            opening = tunnel.open(this::received, status -> eventLoop().execute(() -> closed.accept(status)));
        } catch (RuntimeException e) {
            opening = CompletableFuture.failedStage(e);
        }
        var unused = opening.whenComplete((done, failure) -> {
            if (failure == null) {
                opened.trySuccess();
            } else {
                opened.tryFailure(failure);
            }
        });
    }

    private void received(ByteBuf packet) {
        if (!open || waiting.incrementAndGet() > WAITING.max()) {
            waiting.decrementAndGet();
            packet.release();
            return;
        }
        inbound.add(packet);
        if (scheduled.compareAndSet(false, true)) {
            eventLoop().execute(this::handOn);
        }
    }

    private void handOn() {
        scheduled.set(false);
        boolean any = false;
        for (ByteBuf packet = inbound.poll(); packet != null; packet = inbound.poll()) {
            waiting.decrementAndGet();
            if (open) {
                any = true;
                // netty-quic parses headers from index 0 on, wherever the reader is.
                pipeline().fireChannelRead(new DatagramPacket(packet.slice(), NEAR, FAR));
            } else {
                packet.release();
            }
        }
        if (any) {
            pipeline().fireChannelReadComplete();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer written) {
        while (written.current() instanceof DatagramPacket packet) {
            tunnel.send(packet.content().retain());
            written.remove();
        }
    }

    @Override
    protected void doClose() {
        if (open) {
            open = false;
            tunnel.close();
            handOn();
        }
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("a tunnel has no address");
    }

    @Override
    protected void doBeginRead() {
        // Packets are handed on as they come.
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                promise.tryFailure(new UnsupportedOperationException("a tunnel is connected"));
            }
        };
    }

    @Override
    protected SocketAddress localAddress0() {
        return NEAR;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return FAR;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && isRegistered();
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}
