package dev.mcp2026.identity.authority;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.Instant;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
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
            NumericDate expiry = UNCHECKED.processToClaims(token).getExpirationTime();
            if (expiry != null) {
                return Instant.ofEpochMilli(expiry.getValueInMillis());
            }
        } catch (InvalidJwtException | MalformedClaimException e) {
            // jose4j's messages quote the token.
            throw unusable("can't be read");
        }
        throw unusable("has no 'exp'");
    }

    private static FaultException unusable(String why) {
        return Faults.of(FaultKind.UNAVAILABLE, "the upstream's JWT-SVID " + why, "look at the upstream");
    }
}
