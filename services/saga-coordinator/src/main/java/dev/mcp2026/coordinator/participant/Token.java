package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.StepName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The idempotency token of a call: `saga_id:action_type:` and the first 16 hex digits of SHA-256 of the resource key.
/// The key is kept whole beside it: two keys with the same 64 bits are told apart.
///
/// @param resource the resource key
public record Token(String value, String resource) {
    private static final int HASH_BYTES = 8;
    private static final String UNDO = ".compensate";

    public static Token of(SagaId saga, StepName step, Side side, String resource) {
        String type = side == Side.ACTION ? step.value() : step + UNDO;
        return new Token(saga + ":" + type + ":" + hash(resource), resource);
    }

    private static String hash(String resource) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
