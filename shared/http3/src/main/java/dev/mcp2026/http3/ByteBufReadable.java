package dev.mcp2026.http3;

import io.grpc.internal.AbstractReadableBuffer;
import io.grpc.internal.ReadableBuffer;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Received bytes for grpc-java's deframer, without a copy. Owns one reference to the buffer.
final class ByteBufReadable extends AbstractReadableBuffer {
    private final ByteBuf bytes;
    private boolean closed;

    ByteBufReadable(ByteBuf bytes) {
        this.bytes = bytes;
    }

    @Override
    public int readableBytes() {
        return bytes.readableBytes();
    }

    @Override
    public int readUnsignedByte() {
        return bytes.readUnsignedByte();
    }

    @Override
    public void skipBytes(int length) {
        bytes.skipBytes(length);
    }

    @Override
    public void readBytes(byte[] target, int offset, int length) {
        bytes.readBytes(target, offset, length);
    }

    @Override
    public void readBytes(OutputStream target, int length) throws IOException {
        bytes.readBytes(target, length);
    }

    @Override
    public ReadableBuffer readBytes(int length) {
        return new ByteBufReadable(bytes.readRetainedSlice(length));
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark() {
        bytes.markReaderIndex();
    }

    @Override
    public void reset() {
        bytes.resetReaderIndex();
    }

    @Override
    public boolean byteBufferSupported() {
        return bytes.nioBufferCount() > 0;
    }

    @Override
    public ByteBuffer getByteBuffer() {
        return bytes.nioBufferCount() == 1 ? bytes.nioBuffer() : bytes.nioBuffers()[0];
    }

    @Override
    public boolean hasArray() {
        return bytes.hasArray();
    }

    @Override
    public byte[] array() {
        return bytes.array();
    }

    @Override
    public int arrayOffset() {
        return bytes.arrayOffset() + bytes.readerIndex();
    }

    @Override
    public void close() {
        // grpc-java may close twice.
        if (!closed) {
            closed = true;
            bytes.release();
        }
    }
}
