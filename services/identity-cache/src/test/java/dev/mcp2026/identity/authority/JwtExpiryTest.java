package dev.mcp2026.identity.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JwtExpiryTest {
    private static String token(String claims) {
        return base64("{\"alg\":\"ES256\"}") + "." + base64(claims) + "." + base64("signature");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheEndOfATokenWhoseKeyItDoesNotKnow() {
        assertThat(JwtExpiry.of(token("{\"sub\":\"spiffe://a.b/c\",\"exp\":1700000000}")))
                .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exp\":\"soon\"}", "[]", "secret-claims"})
    void whatHasNoEndIsRefusedWithoutItsContents(String claims) {
        assertThatThrownBy(() -> JwtExpiry.of(token(claims)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("the upstream's JWT-SVID")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "a.secret", "secret.secret.secret"})
    void whatIsNoTokenIsRefusedWithoutItsContents(String text) {
        assertThatThrownBy(() -> JwtExpiry.of(text))
                .isInstanceOf(FaultException.class)
                .hasMessageNotContaining("secret");
    }
}
