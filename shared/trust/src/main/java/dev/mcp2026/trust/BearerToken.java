package dev.mcp2026.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// A bearer token: 256 random bits, in base64url after a prefix by which secret scanners can find a leaked one.
/// Servers keep only its SHA-256, which is enough for a secret that can't be guessed.
public final class BearerToken {
    private static final String PREFIX = "mcp_";
    private static final int RANDOM_BYTES = 32;

    private final String secret;

    private BearerToken(String secret) {
        this.secret = secret;
    }

    public static BearerToken random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new BearerToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static BearerToken of(String secret) {
        return new BearerToken(secret.strip());
    }

    /// The text to send after `Bearer `.
    public String reveal() {
        return secret;
    }

    /// SHA-256 of the token, 32 bytes.
    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "BearerToken[sha256=" + HexFormat.of().formatHex(digest(), 0, 4) + "…]";
    }
}
