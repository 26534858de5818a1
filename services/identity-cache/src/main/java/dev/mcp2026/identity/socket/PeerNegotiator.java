package dev.mcp2026.identity.socket;

import dev.mcp2026.identity.attest.Attestor;
import io.grpc.Attributes;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.util.AsciiString;
import org.jboss.logging.Logger;

/// Plain HTTP/2 whose connections carry their [Peer]: SO_PEERCRED (unix(7)), taken by the kernel at connect, so that
/// nothing which the peer does later changes it. It attests the peer at once, while it certainly is the process that
/// connected.
final class PeerNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    private static final Logger LOG = Logger.getLogger(PeerNegotiator.class);

    private final Attestor attestor;
    private final ConnectionCounts counts;

    PeerNegotiator(Attestor attestor, ConnectionCounts counts) {
        this.attestor = attestor;
        this.counts = counts;
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of("http");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return InternalProtocolNegotiators.waitUntilActiveHandler(
                new PeerHandler(InternalProtocolNegotiators.grpcNegotiationHandler(grpc)), grpc.getNegotiationLogger());
    }

    @Override
    public void close() {}

    private final class PeerHandler extends ChannelInboundHandlerAdapter {
        private final ChannelHandler next;

        PeerHandler(ChannelHandler next) {
            this.next = next;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (!(event instanceof ProtocolNegotiationEvent negotiated)) {
                super.userEventTriggered(context, event);
                return;
            }
            PeerCredentials credentials = ((EpollDomainSocketChannel) context.channel()).peerCredentials();
            int pid = credentials.pid();
            if (!counts.enter(pid)) {
                LOG.warnf("connection refused, too many are open pid=%d uid=%d", pid, credentials.uid());
                context.close();
                return;
            }
            context.channel().closeFuture().addListener(closed -> counts.leave(pid));
            Peer peer = new Peer(pid, credentials.uid(), credentials.gids()[0]);
            peer.attested(attestor);
            Attributes attributes = InternalProtocolNegotiationEvent.getAttributes(negotiated).toBuilder()
                    .set(Peer.KEY, peer)
                    .build();
            context.pipeline().replace(context.name(), null, next);
            context.pipeline()
                    .context(next)
                    .pipeline()
                    .fireUserEventTriggered(InternalProtocolNegotiationEvent.withAttributes(negotiated, attributes));
        }
    }
}
