package dev.mcp2026.servicekit.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.trust.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private static final Action READ = Action.of("registry:resolve");
    private static final Action WRITE = Action.of("registry:register");
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final List<Role> ROLES = List.of(
            new Role.CellService(new CellId("cell1"), "registry"),
            new Role.PlatformOperator("ada"),
            new Role.TenantOperator(ACME, "bob"),
            new Role.Workload(ACME, "shop"),
            new Role.Observer(ACME, "node"));

    @Test
    void withoutRulesEveryRoleIsDenied() {
        for (Role role : ROLES) {
            assertThat(decide(AccessRules.none(), role, READ, ACME)).isInstanceOf(Decision.Deny.class);
        }
    }

    @Test
    void aRuleIsForItsRoleAndActionOnly() {
        AccessRules rules = AccessRules.none().allow(RoleKind.WORKLOAD, READ);
        for (Role role : ROLES) {
            assertThat(decide(rules, role, READ, ACME) instanceof Decision.Allow)
                    .isEqualTo(role instanceof Role.Workload);
            assertThat(decide(rules, role, WRITE, ACME)).isInstanceOf(Decision.Deny.class);
        }
    }

    @Test
    void tenantRolesStayInTheirTenantWhateverTheRulesSay() {
        AccessRules rules = AccessRules.none();
        for (RoleKind kind : RoleKind.values()) {
            rules = rules.allow(kind, READ).allow(kind, WRITE);
        }
        for (Role role : ROLES) {
            assertThat(decide(rules, role, WRITE, ACME)).isInstanceOf(Decision.Allow.class);
            assertThat(decide(rules, role, WRITE, OTHER) instanceof Decision.Allow)
                    .isEqualTo(role.tenant().isEmpty());
        }
    }

    @Test
    void anActionHasAnAreaAndAVerb() {
        assertThatThrownBy(() -> Action.of("register")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Action.of("registry:*")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Decision decide(AccessRules rules, Role role, Action action, TenantId tenant) {
        Principal principal = new Principal(role.in("example.org"), role, Principal.Credential.CERTIFICATE);
        return rules.decide(principal, action, tenant, "service/redis");
    }
}
