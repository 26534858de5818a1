package dev.mcp2026.servicekit.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.mesh.node.MeshRules;
import dev.mcp2026.mesh.route.RepeatableMethod;
import dev.mcp2026.mesh.route.RetryRules;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeshSettingsTest {
    private static MeshConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("mcp.mesh.port", "9443");
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(MeshConfig.class)
                .build()
                .getConfigMapping(MeshConfig.class);
    }

    @Test
    void theDefaultsAreTheMeshsOwn() {
        assertThat(MeshSettings.rules(config(Map.of()))).isEqualTo(MeshRules.DEFAULT);
        assertThat(MeshSettings.retried(config(Map.of()))).isEmpty();
    }

    @Test
    void retriesAreAsConfigured() {
        RetryRules rules = MeshSettings.rules(config(Map.of(
                        "mcp.mesh.retry.attempts", "3",
                        "mcp.mesh.retry.tokens", "40",
                        "mcp.mesh.retry.token-ratio", "0.5")))
                .retries();
        assertThat(rules.attempts().max()).isEqualTo(3);
        assertThat(rules.tokens().max()).isEqualTo(40);
        assertThat(rules.tokenRatio()).isEqualTo(0.5);
    }

    @Test
    void aClientHasATargetAndMayNameMethods() {
        MeshConfig config = config(Map.of(
                "mcp.mesh.clients.billing", "mesh:///cell2/billing",
                "mcp.mesh.clients.billing.retried-methods", "billing.v1.Billing/Get,billing.v1.Billing/List",
                "mcp.mesh.clients.other", "mesh:///other"));
        assertThat(config.clients().get("billing").target()).isEqualTo("mesh:///cell2/billing");
        assertThat(config.clients().get("other").target()).isEqualTo("mesh:///other");
        assertThat(MeshSettings.retried(config).get("billing"))
                .containsExactly(
                        new RepeatableMethod("billing.v1.Billing", "Get"),
                        new RepeatableMethod("billing.v1.Billing", "List"));
        assertThat(MeshSettings.retried(config).get("other")).isEmpty();
    }

    @Test
    void aServiceAloneOrWhatIsNoMethodIsRefusedByItsSettingsName() {
        MeshConfig config = config(Map.of(
                "mcp.mesh.clients.billing", "mesh:///cell2/billing",
                "mcp.mesh.clients.billing.retried-methods", "billing.v1.Billing"));
        assertThatThrownBy(() -> MeshSettings.retried(config))
                .hasMessageContaining("mcp.mesh.clients.billing.retried-methods")
                .hasMessageContaining("package.Service/Method");
    }
}
