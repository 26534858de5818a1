package dev.mcp2026.mesh.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerRolesTest {
    @ParameterizedTest
    @CsvSource({
        "14.9, , EDGE", "15, , REGIONAL", "40, , REGIONAL", "40.1, , REMOTE",
        "16, EDGE, EDGE", "16.6, EDGE, REGIONAL", "14, REGIONAL, REGIONAL", "13.4, REGIONAL, EDGE",
        "43.9, REGIONAL, REGIONAL", "44.1, REGIONAL, REMOTE", "36.1, REMOTE, REMOTE", "35.9, REMOTE, REGIONAL",
        "43, EDGE, REGIONAL", "100, EDGE, REMOTE", "14, REMOTE, REGIONAL", "1, REMOTE, EDGE",
    })
    void aRoleIsKeptNearItsBorder(double millis, PeerRole current, PeerRole expected) {
        Duration rtt = Duration.ofNanos(Math.round(millis * 1e6));
        assertThat(PeerRoles.DEFAULT.of(rtt, Optional.ofNullable(current))).isEqualTo(expected);
    }

    @Test
    void aRoundTripThatWaversOnTheBorderDoesNotFlap() {
        PeerRole role = PeerRoles.DEFAULT.of(Duration.ofMillis(15), Optional.empty());
        for (int i = 0; i < 1000; i++) {
            role = PeerRoles.DEFAULT.of(Duration.ofMillis(14 + i % 3), Optional.of(role));
            assertThat(role).isEqualTo(PeerRole.REGIONAL);
        }
    }
}
