package dev.mcp2026.registry.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamQuotaTest {
    private static final TenantId SHOP = new TenantId("shop");

    private final StreamQuota quota = new StreamQuota(
            new Limit("mcp.registry.limits.watches", 3, "open watches"),
            new Limit("mcp.registry.limits.watches-per-caller", 2, "open watches"));

    private void refused(@Nullable TenantId tenant, String principal, String setting) {
        assertThatThrownBy(() -> quota.admit(tenant, principal)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED);
            assertThat(e.fault().message()).endsWith("raise " + setting);
        });
    }

    @Test
    void aTenantsPrincipalsShareItsBoundAndAllShareTheCells() {
        quota.admit(SHOP, "one");
        quota.admit(SHOP, "two");
        refused(SHOP, "three", "mcp.registry.limits.watches-per-caller");
        quota.admit(null, "operator");
        refused(null, "operator", "mcp.registry.limits.watches");
    }

    @Test
    void aPlaceIsGivenBackOnce() {
        StreamQuota.Place first = quota.admit(SHOP, "one");
        quota.admit(SHOP, "one");
        first.close();
        first.close();
        quota.admit(SHOP, "one");
        refused(SHOP, "one", "mcp.registry.limits.watches-per-caller");
    }
}
