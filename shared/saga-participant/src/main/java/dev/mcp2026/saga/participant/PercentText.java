package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Faults;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Percent-encoding (RFC 3986, section 2.1), read strictly: visible ASCII, each `%` with two digits, and UTF-8 in all.
final class PercentText {
    private PercentText() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming `header`, LIMIT_EXCEEDED if too long
    static String decode(SagaHeader header, String encoded) {
        ResourceKey.BYTES.check(header.http(), encoded.length() / 3);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char next = encoded.charAt(at);
            if (next == '%') {
                bytes.write(octet(header, encoded, at));
                at += 2;
            } else if (next > ' ' && next < 0x7F) {
                bytes.write(next);
            } else {
                throw malformed(header, "has a character that is not visible ASCII at offset " + at);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed(header, "is not UTF-8");
        }
    }

    private static int octet(SagaHeader header, String encoded, int at) {
        if (at + 2 >= encoded.length()
                || !HexFormat.isHexDigit(encoded.charAt(at + 1))
                || !HexFormat.isHexDigit(encoded.charAt(at + 2))) {
            throw malformed(header, "has a '%' without two hexadecimal digits at offset " + at);
        }
        return HexFormat.fromHexDigits(encoded, at + 1, at + 3);
    }

    private static RuntimeException malformed(SagaHeader header, String how) {
        return Faults.invalid(header.http(), "the key " + how, "send it as percent-encoded UTF-8");
    }
}
