package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.incubator.codec.quic.SslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketKeysTest {
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

    private Instant now = START;
    private final TicketKeys keys = new TicketKeys(Duration.ofMinutes(5), () -> now, new SecureRandom());

    private SslSessionTicketKey[] after(Duration since) {
        now = START.plus(since);
        return keys.current();
    }

    @Test
    void aKeyMakesTicketsForHalfTheirLifeAndOpensThemUntilTheLastIsOver() {
        SslSessionTicketKey first = after(Duration.ZERO)[0];
        assertThat(after(Duration.ofSeconds(149))).containsExactly(first);

        SslSessionTicketKey[] later = after(Duration.ofSeconds(150));
        assertThat(later).hasSize(2).endsWith(first);
        assertThat(later[0]).isNotEqualTo(first);

        assertThat(after(Duration.ofSeconds(449))).contains(first);
        assertThat(after(Duration.ofSeconds(450))).doesNotContain(first);
    }

    @Test
    void aKeyGoesWithTheFirstCertificateThatEnds() {
        SslSessionTicketKey first = after(Duration.ZERO)[0];
        keys.heldUntil(START.plusSeconds(20));
        keys.heldUntil(START.plusSeconds(40));
        assertThat(after(Duration.ofSeconds(19))).containsExactly(first);
        assertThat(after(Duration.ofSeconds(20))).hasSize(1).doesNotContain(first);
    }

    @Test
    void droppedKeysOpenNothing() {
        SslSessionTicketKey first = after(Duration.ZERO)[0];
        keys.drop();
        assertThat(after(Duration.ofSeconds(1))).hasSize(1).doesNotContain(first);
    }
}
