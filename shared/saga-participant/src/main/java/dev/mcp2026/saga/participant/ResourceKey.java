package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a step works on, in full. The token has 64 bits of its digest only, so the key itself is kept beside it.
///
/// @param value any text without control characters, not empty, at most 1,024 bytes of UTF-8
public record ResourceKey(String value) {
    static final Limit BYTES = new Limit("a saga's resource key", 1_024, "bytes");
    private static final int DIGEST_BYTES = 8;

    public ResourceKey {
        BYTES.check(SagaHeader.RESOURCE.http(), value.getBytes(StandardCharsets.UTF_8).length);
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw Faults.invalid(
                    SagaHeader.RESOURCE.http(), "the key is empty or has a control character", "send visible text");
        }
    }

    /// @param encoded percent-encoded UTF-8 (RFC 3986, section 2.1)
    static ResourceKey parse(String encoded) {
        return new ResourceKey(PercentText.decode(SagaHeader.RESOURCE, encoded));
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the key's UTF-8, in lower case.
    public String digits() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
