package dev.mcp2026.http3;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.incubator.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Address validation with Retry packets (RFC 9000 section 8.1.2): under load, a client has to send back a token that
/// reached it, before anything is remembered of it. The server keeps no list: a token is the time, a HMAC over it, the
/// address and port, and the connection id that the client began with, and that id.
final class AddressTokens implements QuicTokenHandler {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 16;
    private static final int HEAD_BYTES = Long.BYTES + MAC_BYTES;
    /// RFC 9000 section 17.2.
    private static final int CONNECTION_ID_MAX = 20;

    private static final int INVALID = -1;

    private final SecretKeySpec key;
    private final long lifetimeNanos;
    private final BooleanSupplier underLoad;
    private final LongSupplier nanoTime;

    AddressTokens(Duration lifetime, BooleanSupplier underLoad, LongSupplier nanoTime, SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.lifetimeNanos = lifetime.toNanos();
        this.underLoad = underLoad;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
        if (!underLoad.getAsBoolean()) {
            return false;
        }
        long now = nanoTime.getAsLong();
        byte[] id = ByteBufUtil.getBytes(connectionId);
        out.writeLong(now).writeBytes(mac(now, address, id)).writeBytes(id);
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        int idBytes = token.readableBytes() - HEAD_BYTES;
        if (idBytes < 0 || idBytes > CONNECTION_ID_MAX) {
            return INVALID;
        }
        long made = token.readLong();
        byte[] mac = new byte[MAC_BYTES];
        token.readBytes(mac);
        byte[] id = ByteBufUtil.getBytes(token);
        long age = nanoTime.getAsLong() - made;
        boolean good = MessageDigest.isEqual(mac, mac(made, address, id)) && age >= 0 && age <= lifetimeNanos;
        return good ? HEAD_BYTES : INVALID;
    }

    @Override
    public int maxTokenLength() {
        return HEAD_BYTES + CONNECTION_ID_MAX;
    }

    private byte[] mac(long made, InetSocketAddress address, byte[] id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(made)
                    .putInt(address.getPort())
                    .array());
            // Of known length, so that no two inputs make the same bytes.
            mac.update((byte) id.length);
            mac.update(id);
            mac.update(address.getAddress().getAddress());
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
