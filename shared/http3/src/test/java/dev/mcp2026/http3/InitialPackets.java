package dev.mcp2026.http3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The first packets of clients that never finish a handshake (RFC 9001 section 5.2: their keys follow from what
/// everybody sees).
final class InitialPackets {
    private static final byte[] SALT = HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static final int SIZE = 1200;
    private static final int TAG = 16;
    private static final byte PING = 1;

    private InitialPackets() {}

    /// An Initial packet with nothing but a PING, which a server keeps a connection for.
    static byte[] ping(byte[] to, byte[] token) throws GeneralSecurityException {
        SecretKeySpec secret = new SecretKeySpec(
                KDF.getInstance("HKDF-SHA256")
                        .deriveData(HKDFParameterSpec.ofExtract()
                                .addSalt(SALT)
                                .addIKM(to)
                                .thenExpand(label("client in", 32), 32)),
                "HKDF");
        ByteBuffer packet = ByteBuffer.allocate(SIZE);
        packet.put((byte) 0xc0)
                .putInt(1)
                .put((byte) to.length)
                .put(to)
                .put((byte) 8)
                .put(new byte[8]);
        packet.put((byte) token.length).put(token);
        int rest = SIZE - packet.position() - 2;
        packet.putShort((short) (0x4000 | rest));
        int number = packet.position();
        packet.put((byte) 0);
        byte[] header = java.util.Arrays.copyOf(packet.array(), packet.position());

        Cipher seal = Cipher.getInstance("AES/GCM/NoPadding");
        seal.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(expand(secret, "quic key", 16), "AES"),
                new GCMParameterSpec(TAG * 8, expand(secret, "quic iv", 12)));
        seal.updateAAD(header);
        byte[] frames = new byte[rest - 1 - TAG];
        frames[0] = PING;
        packet.put(seal.doFinal(frames));

        Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
        mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, "quic hp", 16), "AES"));
        byte[] bits = mask.doFinal(packet.array(), number + 4, 16);
        packet.array()[0] ^= (byte) (bits[0] & 0x0f);
        packet.array()[number] ^= bits[1];
        return packet.array();
    }

    private static byte[] expand(SecretKeySpec secret, String label, int length) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.expandOnly(secret, label(label, length), length));
    }

    private static byte[] label(String label, int length) {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + name.length)
                .putShort((short) length)
                .put((byte) name.length)
                .put(name)
                .put((byte) 0)
                .array();
    }
}
