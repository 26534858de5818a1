package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CacheTtlTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    @Test
    void whatLivesLongIsCachedAsLongAsConfigured() {
        assertThat(ttl(NOW.plus(Duration.ofDays(90)))).isEqualTo(DAY);
        assertThat(ttl(NOW.plus(DAY).plus(MARGIN))).isEqualTo(DAY);
        assertThat(ttl(Instant.MAX)).isEqualTo(DAY);
    }

    @Test
    void whatEndsSoonerIsCachedUntilTheMarginBeforeItsEnd() {
        assertThat(ttl(NOW.plus(DAY))).isEqualTo(DAY.minus(MARGIN));
        assertThat(ttl(NOW.plus(MARGIN).plusMillis(1))).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void whatEndsWithinTheMarginOrHasEndedIsNotCached() {
        assertThat(ttl(NOW.plus(MARGIN))).isZero();
        assertThat(ttl(NOW)).isZero();
        assertThat(ttl(NOW.minus(Duration.ofDays(1)))).isZero();
        assertThat(ttl(Instant.MIN)).isZero();
    }

    @Test
    void aConfiguredTimeOfZeroTurnsCachingOff() {
        assertThat(CacheTtl.of(Duration.ZERO, NOW.plus(DAY), MARGIN, NOW)).isZero();
    }

    private static Duration ttl(Instant notAfter) {
        return CacheTtl.of(DAY, notAfter, MARGIN, NOW);
    }
}
