package dev.mcp2026.registry.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.watch.StreamQuotas;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsConfigTest {
    private static RegistryConfig.Limits config(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put("mcp.registry.limits." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(RegistryConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(RegistryConfig.class)
                .limits();
    }

    @Test
    void defaultsAreThoseOfTheCatalogue() {
        assertThat(Settings.limits(config(Map.of()))).isEqualTo(CatalogueLimits.defaults());
    }

    @Test
    void eachSettingReachesItsLimit() {
        RegistryConfig.Limits config = config(Map.of("registration-bytes", "1234", "watches-per-caller", "0"));
        assertThat(Settings.limits(config).registrationBytes().max()).isEqualTo(1234);
        StreamQuotas streams = Settings.streams(config);
        assertThatThrownBy(() -> streams.watches().admit(null, "someone"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.registry.limits.watches-per-caller");
        streams.renewals().admit(null, "someone");
        streams.subscriptions().admit(null, "someone");
    }

    @Test
    void aRegistrationThatNoMessageCouldCarryCanNotBeAllowed() {
        RegistryConfig.Limits config = config(Map.of("registration-bytes", "2000000"));
        assertThatThrownBy(() -> Settings.limits(config))
                .hasMessageContaining("mcp.registry.limits.registration-bytes");
    }
}
