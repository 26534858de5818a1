package dev.mcp2026.servicekit.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.http3.Congestion;
import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.http3.Tenure;
import dev.mcp2026.kernel.limit.Limit;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {
    private static final int MESSAGE = 4 << 20;

    private static Http3Settings settings(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>(Map.of("mcp.mesh.port", "9443"));
        settings.forEach((key, value) -> prefixed.put("mcp.mesh." + key, value));
        MeshConfig config = new SmallRyeConfigBuilder()
                .withMapping(MeshConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(MeshConfig.class);
        return ConnectionSettings.of(config.connection(), config.qlog(), MESSAGE);
    }

    @Test
    void defaultsAreThoseOfTheTransport() {
        Http3Settings byDefault = Http3Settings.defaults();
        assertThat(settings(Map.of()))
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*name", "qlog.*")
                .isEqualTo(byDefault);
    }

    @Test
    void eachSettingReachesItsLimit() {
        Http3Settings set = settings(Map.of(
                "connection.max-connections", "7",
                "connection.max-connections-per-peer", "6",
                "connection.max-streams", "5",
                "connection.idle", "4s",
                "connection.congestion", "CUBIC",
                "connection.duplicate-from", "0.02",
                "connection.duplicated-bytes", "1000",
                "connection.max-age", "3m",
                "connection.max-age-grace", "2m"));
        assertThat(set.counts())
                .isEqualTo(new Http3Settings.Counts(
                        new Limit("mcp.mesh.connection.max-streams", 5, "calls"),
                        new Limit("mcp.mesh.connection.max-connections", 7, "connections"),
                        new Limit("mcp.mesh.connection.max-connections-per-peer", 6, "connections")));
        assertThat(set.sending().congestion()).isEqualTo(Congestion.CUBIC);
        assertThat(set.sending().duplication().share()).isEqualTo(0.02);
        assertThat(set.sending().duplication().rate())
                .isEqualTo(new Limit("mcp.mesh.connection.duplicated-bytes", 1000, "bytes/s"));
        assertThat(set.idle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(set.tenure()).isEqualTo(new Tenure(Duration.ofMinutes(3), Duration.ofMinutes(2), Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "max-connections, 0, 0, 1, 100000",
        "max-connections-per-peer, -1, -1, 1, 100000",
        "max-streams, 100001, 100001, 1, 100000",
        "idle, 900ms, PT0.9S, PT1S, PT10M",
        "max-age, 500ms, PT0.5S, PT1S, PT720H",
        "max-age-grace, 25h, PT25H, PT0S, PT24H"
    })
    void whatIsOutOfRangeIsNamedWithItsRange(String key, String value, String shown, String least, String most) {
        assertThatThrownBy(() -> settings(Map.of("connection." + key, value)))
                .hasMessageContainingAll(
                        "mcp.mesh.connection." + key,
                        shown + " is out of range",
                        "set it to " + least + " at least and " + most + " at most");
    }

    @Test
    void eachConnectionThatMayBeLoggedHasAFile() {
        assertThatThrownBy(() -> settings(Map.of("qlog.files", "15"))).hasMessageContaining("mcp.mesh.qlog.files");
    }
}
