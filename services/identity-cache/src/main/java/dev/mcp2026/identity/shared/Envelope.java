package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A value as it lies in a shared cache, without its signature.
///
/// Bytes: version (1), kind (1), tenant, name and value (each a length of 4 and the bytes), end (epoch milliseconds,
/// 8), number of certificates (1), and those, DER, as the others. The key is within, so that the entry can't be moved.
///
/// @param notAfter whole milliseconds
/// @param chain of the signer, DER, leaf first
record Envelope(SharedKey key, byte[] value, Instant notAfter, List<byte[]> chain) {
    private static final byte VERSION = 1;
    private static final int MAX_CHAIN = 8;

    /// Goes before what is signed and is not stored. Longer than the 32 bytes that the other side of a TLS 1.2
    /// handshake may choose of what a server signs, and unlike what TLS 1.3 signs: no handshake yields an entry.
    private static final byte[] CONTEXT =
            "mcp2026 identity cache, entry of a shared cache, signed by one\n".getBytes(StandardCharsets.US_ASCII);

    Envelope {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            throw new IllegalArgumentException("a signer's chain has 1 to " + MAX_CHAIN + " certificates");
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(value.length + 2048);
        out.write(VERSION);
        out.write(key.kind().ordinal());
        write(out, key.tenant().value().getBytes(StandardCharsets.US_ASCII));
        write(out, key.name().getBytes(StandardCharsets.US_ASCII));
        write(out, value);
        out.writeBytes(
                ByteBuffer.allocate(Long.BYTES).putLong(notAfter.toEpochMilli()).array());
        out.write(chain.size());
        chain.forEach(certificate -> write(out, certificate));
        return out.toByteArray();
    }

    /// What is signed.
    static byte[] toSign(byte[] envelope) {
        return ByteBuffer.allocate(CONTEXT.length + envelope.length)
                .put(CONTEXT)
                .put(envelope)
                .array();
    }

    /// Reads all of `bytes`: nothing may follow.
    static Envelope parse(byte[] bytes) throws RefusedException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != VERSION) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            SharedKey.Kind kind = kind(in.get());
            TenantId tenant = new TenantId(new String(read(in), StandardCharsets.US_ASCII));
            SharedKey key = new SharedKey(tenant, kind, new String(read(in), StandardCharsets.US_ASCII));
            byte[] value = read(in);
            Instant notAfter = Instant.ofEpochMilli(in.getLong());
            int count = in.get();
            if (count < 1 || count > MAX_CHAIN) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            List<byte[]> chain = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                chain.add(read(in));
            }
            if (in.hasRemaining()) {
                throw new RefusedException(Refusal.MALFORMED);
            }
            return new Envelope(key, value, notAfter, chain);
        } catch (BufferUnderflowException | FaultException malformed) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }

    private static SharedKey.Kind kind(byte ordinal) throws RefusedException {
        SharedKey.Kind[] kinds = SharedKey.Kind.values();
        if (ordinal < 0 || ordinal >= kinds.length) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return kinds[ordinal];
    }

    private static void write(ByteArrayOutputStream out, byte[] bytes) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }

    private static byte[] read(ByteBuffer in) {
        int length = in.getInt();
        // Before there is an array of that length.
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "Envelope[" + key + ", " + value.length + " bytes, until " + notAfter + "]";
    }
}
