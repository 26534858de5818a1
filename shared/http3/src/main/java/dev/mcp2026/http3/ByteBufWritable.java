package dev.mcp2026.http3;

import io.grpc.internal.WritableBuffer;
import io.grpc.internal.WritableBufferAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Where grpc-java's framer writes messages. The buffer goes to the stream as it is.
final class ByteBufWritable implements WritableBuffer {
    private static final int MIN = 4 << 10;
    private static final int MAX = 1 << 20;

    final ByteBuf bytes;

    private ByteBufWritable(ByteBuf bytes) {
        this.bytes = bytes;
    }

    static WritableBufferAllocator allocator(ByteBufAllocator allocator) {
        return hint -> {
            int capacity = Math.clamp(hint, MIN, MAX);
            return new ByteBufWritable(allocator.directBuffer(capacity, capacity));
        };
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        bytes.writeBytes(source, offset, length);
    }

    @Override
    public void write(byte value) {
        bytes.writeByte(value);
    }

    @Override
    public int writableBytes() {
        return bytes.writableBytes();
    }

    @Override
    public int readableBytes() {
        return bytes.readableBytes();
    }

    @Override
    public void release() {
        bytes.release();
    }
}
