package dev.mcp2026.registry.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.registry.health.FlapRules;
import dev.mcp2026.registry.health.HealthRules;
import dev.mcp2026.registry.health.LocalHealthRules;
import dev.mcp2026.registry.health.PhiRules;
import dev.mcp2026.registry.health.probe.DeniedTargets;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthConfigTest {
    private static HealthConfig config(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put("mcp.health." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(HealthConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(HealthConfig.class);
    }

    @Test
    void defaultsAreThoseOfTheRules() {
        HealthConfig config = config(Map.of());
        assertThat(Settings.health(config)).isEqualTo(HealthRules.defaults());
        assertThat(Settings.probes(config.probe())).isEqualTo(ProbeLimits.defaults());
    }

    @Test
    void eachSettingReachesItsRule() {
        HealthRules rules = Settings.health(config(Map.ofEntries(
                Map.entry("conclusive-k", "3"),
                Map.entry("conclusive-n", "4"),
                Map.entry("inconclusive-k", "5"),
                Map.entry("inconclusive-n", "12"),
                Map.entry("shared-k", "4"),
                Map.entry("inconclusive-span", "7s"),
                Map.entry("recovery-j", "6"),
                Map.entry("reprobe", "80ms"),
                Map.entry("report-fresh", "11s"),
                Map.entry("local-score-bad", "8"),
                Map.entry("observers-max", "9"),
                Map.entry("history-max", "10"),
                Map.entry("phi.suspect", "6"),
                Map.entry("phi.down", "13"),
                Map.entry("phi.window", "50"),
                Map.entry("phi.min-deviation", "60ms"),
                Map.entry("phi.min-deviation-share", "0.3"),
                Map.entry("phi.first-share", "0.5"),
                Map.entry("phi.loss-bad", "0.2"),
                Map.entry("flap.per-fall", "900"),
                Map.entry("flap.per-suspicion", "90"),
                Map.entry("flap.suppress", "2000"),
                Map.entry("flap.reuse", "800"),
                Map.entry("flap.half-life", "2m"),
                Map.entry("flap.max-hold", "6m"),
                Map.entry("local.late", "300ms"),
                Map.entry("local.window", "2s"),
                Map.entry("local.mass-min", "7"),
                Map.entry("local.mass-share", "0.6"),
                Map.entry("local.mass-tenants", "3"))));
        assertThat(rules)
                .isEqualTo(new HealthRules(
                        3,
                        4,
                        5,
                        12,
                        4,
                        Duration.ofSeconds(7),
                        6,
                        Duration.ofMillis(80),
                        Duration.ofSeconds(11),
                        8,
                        9,
                        10,
                        new PhiRules(6, 13, 50, Duration.ofMillis(60), 0.3, 0.5, 0.2),
                        new FlapRules(900, 90, 2000, 800, Duration.ofMinutes(2), Duration.ofMinutes(6)),
                        new LocalHealthRules(Duration.ofMillis(300), Duration.ofSeconds(2), 7, 0.6, 3)));
    }

    @Test
    void eachProbeSettingReachesItsLimit() {
        ProbeLimits limits = Settings.probes(config(Map.ofEntries(
                        Map.entry("probe.concurrency", "9"),
                        Map.entry("probe.tenant-concurrency", "3"),
                        Map.entry("probe.denied-targets", "10.0.0.0/8, fd00::/8")))
                .probe());
        assertThat(limits.concurrency().max()).isEqualTo(9);
        assertThat(limits.tenantConcurrency().max()).isEqualTo(3);
        assertThat(limits.tenantConcurrency().name()).isEqualTo("mcp.health.probe.tenant-concurrency");
        assertThat(limits.denied()).isEqualTo(DeniedTargets.parse(List.of("10.0.0.0/8", "fd00::/8")));
    }

    @Test
    void noTargetIsDeniedWhereTheListIsSetEmpty() {
        HealthConfig config = config(Map.of("probe.denied-targets", ""));
        assertThat(Settings.probes(config.probe()).denied().networks()).isEmpty();
    }

    @Test
    void aDeniedTargetThatIsNoNetworkIsRefusedByName() {
        HealthConfig config = config(Map.of("probe.denied-targets", "169.254.0.0/40"));
        assertThatThrownBy(() -> Settings.probes(config.probe()))
                .hasMessageContaining("mcp.health.probe.denied-targets")
                .hasMessageContaining("169.254.0.0/40");
    }

    @Test
    void aWindowShorterThanItsKIsRefused() {
        HealthConfig config = config(Map.of("conclusive-n", "1"));
        assertThatThrownBy(() -> Settings.health(config)).hasMessageContaining("conclusiveN");
    }

    @Test
    void rulesThatDoNotGoTogetherAreRefused() {
        HealthConfig config = config(Map.of("inconclusive-k", "1"));
        assertThatThrownBy(() -> Settings.health(config)).hasMessageContaining("inconclusiveK");
    }
}
