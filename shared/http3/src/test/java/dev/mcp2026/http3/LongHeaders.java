package dev.mcp2026.http3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What can be seen of QUIC packets from outside (RFC 9000 section 17.2).
final class LongHeaders {
    static final int INITIAL = 0;
    static final int ZERO_RTT = 1;

    private LongHeaders() {}

    /// The types of the packets with long headers in one datagram.
    static List<Integer> types(byte[] datagram) {
        List<Integer> types = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(datagram);
        while (bytes.remaining() > 6 && (bytes.get(bytes.position()) & 0xc0) == 0xc0) {
            int type = (bytes.get() >> 4) & 3;
            bytes.getInt();
            skip(bytes, bytes.get() & 0xff);
            skip(bytes, bytes.get() & 0xff);
            if (type == INITIAL) {
                skip(bytes, number(bytes));
            }
            skip(bytes, number(bytes));
            types.add(type);
        }
        return types;
    }

    private static void skip(ByteBuffer bytes, long count) {
        bytes.position(bytes.position() + (int) count);
    }

    /// A variable-length integer (RFC 9000 section 16).
    private static long number(ByteBuffer bytes) {
        int first = bytes.get() & 0xff;
        long value = first & 0x3f;
        for (int left = (1 << (first >> 6)) - 1; left > 0; left--) {
            value = value << 8 | bytes.get() & 0xff;
        }
        return value;
    }
}
