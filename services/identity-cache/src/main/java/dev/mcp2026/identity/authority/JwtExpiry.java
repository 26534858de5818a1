package dev.mcp2026.identity.authority;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.Instant;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/// When a token of the upstream ends. Whether it is good is for whoever it is shown to.
final class JwtExpiry {
    private static final JwtConsumer UNCHECKED = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private JwtExpiry() {}

    static Instant of(String token) {
        try {
            return Instant.ofEpochMilli(
                    UNCHECKED.processToClaims(token).getExpirationTime().getValueInMillis());
        } catch (InvalidJwtException | MalformedClaimException | NullPointerException e) {
            throw Faults.of(FaultKind.UNAVAILABLE, "the upstream's JWT-SVID can't be read", "look at the upstream");
        }
    }
}
