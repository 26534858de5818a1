package dev.mcp2026.http3;

import java.net.InetSocketAddress;

/// The size of datagrams that a path surely carries whole (RFC 9000 section 14); nothing is probed.
///
/// @param bytes of UDP payload that are sent at most; the peer's own bound holds as well
/// @param received that the peer may send at most
record UdpPayload(int bytes, int received) {
    private static final int ETHERNET = 1500;
    /// Passes where tunnels take some of 1500.
    static final UdpPayload ANYWHERE = new UdpPayload(1350, ETHERNET);
    /// The loopback device has an MTU of 16 KiB at least. A large message costs a tenth of the packets, which are most
    /// of what it costs.
    static final UdpPayload LOOPBACK = new UdpPayload(16_000, 16_000);

    static final UdpPayload TUNNELLED = new UdpPayload(PacketTunnel.PACKET_BYTES, PacketTunnel.PACKET_BYTES);

    /// Of one datagram, and of those that are handed to the kernel together (GSO): a length of 16 bits without the
    /// headers of UDP and IPv6.
    private static final int UDP_MAX = 65_535 - 8 - 40;

    private static final int SEGMENTS = 16;

    static UdpPayload at(InetSocketAddress address) {
        return !address.isUnresolved() && address.getAddress().isLoopbackAddress() ? LOOPBACK : ANYWHERE;
    }

    /// Datagrams that are handed to the kernel together.
    int segments() {
        return Math.min(SEGMENTS, UDP_MAX / bytes);
    }
}
