package dev.mcp2026.http3;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// Stands before a server's QUIC codec. Once quiche has validated a peer's changed address (RFC 9000 section 8.2) and
/// moved the connection there, packets from the new address are shown to quiche as if they came from the old, and what
/// it sends to the old goes to the new.
///
/// That is for what was on its way to the old address when the peer left: quiche counts it to the old path and, as
/// nothing is sent there any more, takes it for lost only by and by, two packets each time out with the time doubled.
/// A stream stood still for minutes. So the old path stays the one in use, with its congestion window and its timers.
///
/// Whoever speaks from the old address later has it for itself, and the connection is at its new one in quiche, too.
final class PeerAddresses extends ChannelDuplexHandler {
    /// Bounded by the paths of all connections, since each address here was validated by one of them.
    private final Map<InetSocketAddress, InetSocketAddress> shownAs = new HashMap<>();

    private final Map<InetSocketAddress, InetSocketAddress> reachedAt = new HashMap<>();

    /// @param known the address by which quiche knows the peer
    /// @param now where the peer is
    void moved(InetSocketAddress known, InetSocketAddress now) {
        forget(known);
        shownAs.put(now, known);
        reachedAt.put(known, now);
    }

    /// The connection that was known by this address is over, or somebody else has the address.
    void forget(InetSocketAddress known) {
        InetSocketAddress actual = reachedAt.remove(known);
        if (actual != null) {
            shownAs.remove(actual);
        }
    }

    int size() {
        return shownAs.size();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        InetSocketAddress known = shownAs.get(packet.sender());
        if (known != null) {
            context.fireChannelRead(new DatagramPacket(packet.content(), packet.recipient(), known));
        } else {
            forget(packet.sender());
            context.fireChannelRead(packet);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        DatagramPacket packet = (DatagramPacket) message;
        InetSocketAddress actual = reachedAt.get(packet.recipient());
        context.write(actual == null ? packet : to(actual, packet), promise);
    }

    private static DatagramPacket to(InetSocketAddress actual, DatagramPacket packet) {
        return packet instanceof SegmentedDatagramPacket many
                ? new SegmentedDatagramPacket(many.content(), many.segmentSize(), actual)
                : new DatagramPacket(packet.content(), actual);
    }
}
