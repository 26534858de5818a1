package dev.mcp2026.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
    @Test
    void everyRoleIsReadBackFromItsPath() {
        TenantId acme = new TenantId("acme");
        for (Role role : List.of(
                new Role.CellService(new CellId("cell1"), "registry"),
                new Role.PlatformOperator("ada"),
                new Role.TenantOperator(acme, "bob"),
                new Role.Workload(acme, "shop-7.eu"),
                new Role.Observer(acme, "node_1"))) {
            assertThat(Role.of(role.in("example.org"))).contains(role);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://example.org",
                "spiffe://example.org/operator",
                "spiffe://example.org/Operator/ada",
                "spiffe://example.org/operator/-",
                "spiffe://example.org/cell/cell1",
                "spiffe://example.org/cell/Cell1/registry",
                "spiffe://example.org/tenant/acme/admin/bob",
                "spiffe://example.org/tenant/ACME/operator/bob",
                "spiffe://example.org/tenant/acme/operator/bob/more",
                "spiffe://example.org/ns/default/sa/x",
            })
    void anyOtherPathHasNoRole(String id) {
        assertThat(Role.of(SpiffeId.parse(id))).isEmpty();
    }

    @Test
    void onlyTenantRolesAreConfined() {
        assertThat(new Role.PlatformOperator("ada").tenant()).isEmpty();
        assertThat(new Role.Workload(new TenantId("acme"), "w").tenant()).contains(new TenantId("acme"));
    }
}
