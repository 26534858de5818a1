package dev.mcp2026.testkit.wan.box;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A network device whose packets this process reads and writes (Linux' Documentation/networking/tuntap.rst). It can
/// be moved to another namespace and goes on working; it is gone once closed. One thread reads and writes.
final class Tun implements AutoCloseable {
    static final int MTU = 1500;

    private static final long TUNSETIFF = 0x4004_54caL;
    private static final short IFF_TUN = 1;
    private static final short IFF_NO_PI = 0x1000;
    /// struct ifreq: the name, and a union of which the flags come first.
    private static final int IFREQ_BYTES = 40;

    private static final int NAME_BYTES = 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = Libc.state(arena);
    private final MemorySegment buffer = arena.allocate(MTU);
    private final int descriptor;

    private Tun(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Makes the device in the namespace of the caller.
    ///
    /// @param name at most 15 bytes, not in use
    static Tun create(String name) throws IOException {
        int descriptor = Libc.open("/dev/net/tun", Libc.O_RDWR | Libc.O_NONBLOCK);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_BYTES);
            request.setString(0, name);
            request.set(JAVA_SHORT, NAME_BYTES, (short) (IFF_TUN | IFF_NO_PI));
            Libc.ioctl(descriptor, TUNSETIFF, request);
            return new Tun(descriptor);
        } catch (IOException failure) {
            Libc.close(descriptor);
            throw new IOException("no TUN device " + name + ": " + failure.getMessage(), failure);
        }
    }

    int descriptor() {
        return descriptor;
    }

    /// The next packet that the node sent; null if there is none now.
    byte @Nullable [] read() throws IOException {
        int length = Libc.read(state, descriptor, buffer);
        return length == 0 ? null : buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /// Hands a packet to the node. What its kernel does not want is dropped, as a network does.
    void write(byte[] packet) throws IOException {
        MemorySegment.copy(packet, 0, buffer, JAVA_BYTE, 0, packet.length);
        Libc.write(state, descriptor, buffer, packet.length);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }
}
