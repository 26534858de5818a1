package dev.mcp2026.http3;

import io.netty.buffer.ByteBuf;

/// QUIC's variable-length integers (RFC 9000 section 16): the first two bits tell how many bytes there are.
final class VariableLength {
    static final long MAX = (1L << 62) - 1;

    private VariableLength() {}

    static int size(long value) {
        if (value < 1 << 6) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 30 ? 4 : 8;
    }

    static void write(ByteBuf to, long value) {
        switch (size(value)) {
            case 1 -> to.writeByte((int) value);
            case 2 -> to.writeShort((int) value | 0x4000);
            case 4 -> to.writeInt((int) value | 0x8000_0000);
            default -> to.writeLong(value | 0xC000_0000_0000_0000L);
        }
    }

    /// The next one, or -1 if there are not enough bytes.
    static long read(ByteBuf from) {
        if (!from.isReadable()) {
            return -1;
        }
        int bytes = 1 << ((from.getByte(from.readerIndex()) & 0xC0) >> 6);
        if (from.readableBytes() < bytes) {
            return -1;
        }
        return switch (bytes) {
            case 1 -> from.readByte() & 0x3F;
            case 2 -> from.readShort() & 0x3FFF;
            case 4 -> from.readInt() & 0x3FFF_FFFF;
            default -> from.readLong() & MAX;
        };
    }
}
