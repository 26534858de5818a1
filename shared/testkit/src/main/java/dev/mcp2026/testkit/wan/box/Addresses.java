package dev.mcp2026.testkit.wan.box;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Which node has which address now, and where a packet wants to go.
final class Addresses {
    /// All nodes' addresses; each node routes it into its device.
    static final String NETWORK = "10.77.0.0/16";

    private static final byte FIRST = 10;
    private static final byte SECOND = 77;
    private static final int PER_BYTE = 254;
    private static final int VERSION_4 = 4;
    private static final int DESTINATION = 16;
    private static final int HEADER_BYTES = 20;
    private static final int NIBBLE = 4;

    private final Map<Integer, Integer> nodes = new ConcurrentHashMap<>();
    private int given;

    /// An address that no node of this box had before.
    synchronized InetAddress fresh() {
        int third = given / PER_BYTE;
        int fourth = given % PER_BYTE + 1;
        given++;
        try {
            return InetAddress.getByAddress(new byte[] {FIRST, SECOND, (byte) third, (byte) fourth});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void assign(InetAddress address, int node) {
        nodes.put(number(address.getAddress(), 0), node);
    }

    void withdraw(InetAddress address) {
        nodes.remove(number(address.getAddress(), 0));
    }

    /// The node that a packet is for; empty for what is not IPv4 and for an address that none has.
    OptionalInt destination(byte[] packet) {
        if (packet.length < HEADER_BYTES || packet[0] >> NIBBLE != VERSION_4) {
            return OptionalInt.empty();
        }
        Integer node = nodes.get(number(packet, DESTINATION));
        return node == null ? OptionalInt.empty() : OptionalInt.of(node);
    }

    private static int number(byte[] bytes, int at) {
        return java.nio.ByteBuffer.wrap(bytes).getInt(at);
    }
}
