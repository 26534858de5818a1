package dev.mcp2026.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.access.AccessIndex;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.document.AccessPolicyReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SemanticCheckTest {
    private static final SemanticCheck CHECK =
            new SemanticCheck(Map.of(new TenantId("shop"), Set.of("checkout", "cart")));

    private static AccessPolicy policy(String tenant, String rules) {
        return AccessPolicyReader.read("p.yaml", """
                        apiVersion: mcp2026/v1
                        kind: AccessPolicy
                        metadata: { name: p%s }
                        spec: { rules: [%s] }
                        """.formatted(tenant.isEmpty() ? "" : ", tenant: " + tenant, rules))
                .getFirst();
    }

    private static List<Finding> shop(String rules, AccessPolicy... others) {
        return CHECK.check(policy("shop", rules), List.of(others));
    }

    @Test
    void nothingIsWrongWithARightInOnesOwnNamespaces() {
        assertThat(shop("{ name: a, namespaces: [checkout, cart], actions: ['registry:*'] }"))
                .isEmpty();
    }

    @Test
    void aRightOutsideOfTheTenantsNamespacesIsShownByARequestThere() {
        Finding any = shop("{ name: a, actions: ['registry:*'] }").getFirst();
        assertThat(any.kind()).isEqualTo(Finding.Kind.ESCAPES_NAMESPACES);
        assertThat(any.shown().namespace()).isNotIn("checkout", "cart");
        AccessPolicy wrong = policy("shop", "{ name: a, actions: ['registry:*'] }");
        assertThat(AccessIndex.of(List.of(wrong)).decide(any.shown()).isAllowed())
                .as("the request that shows it")
                .isTrue();
        assertThat(shop("{ name: a, namespaces: ['ca*'] }").getFirst().shown().namespace())
                .startsWith("ca")
                .isNotEqualTo("cart");
        assertThat(shop("{ name: a, namespaces: [billing] }").getFirst().detail())
                .contains("billing");
    }

    @Test
    void anotherTenantsSubjectsAreNotATenantsToGiveRightsTo() {
        assertThat(shop("{ name: a, namespaces: [cart], subjects: ['spiffe://d/tenant/bank/workload/*'] }"))
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.CROSS_TENANT);
        assertThat(shop("{ name: a, namespaces: [cart], subjects: ['spiffe://d/tenant/sh*'] }"))
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.CROSS_TENANT);
        assertThat(shop("{ name: a, namespaces: [cart], subjects: ['spiffe://d/tenant/shop/workload/*'] }"))
                .isEmpty();
    }

    @Test
    void whatNeverHasAnEffectIsShadowed() {
        List<Finding> findings = shop("""
                { name: a, namespaces: [cart], actions: ['registry:read'] },
                { name: b, effect: deny, namespaces: [cart], actions: ['registry:*'] }
                """);
        assertThat(findings).extracting(Finding::kind).containsExactly(Finding.Kind.SHADOWED);
        assertThat(findings.getFirst().shown().action()).isEqualTo("registry:read");
        // With a condition it may have one.
        assertThat(shop("""
                { name: a, namespaces: [cart], actions: ['registry:read'] },
                { name: b, effect: deny, namespaces: [cart], actions: ['registry:*'], when: "request.namespace == 'x'" }
                """)).isEmpty();
    }

    @Test
    void theVerySameRequestsAllowedAndDeniedContradict() {
        assertThat(shop("""
                { name: a, namespaces: [cart], actions: ['registry:read'] },
                { name: b, effect: deny, namespaces: [cart], actions: ['registry:read'] }
                """)).extracting(Finding::kind).containsOnly(Finding.Kind.CONTRADICTORY);
    }

    @Test
    void aTenantsRuleAgainstThePlatformsIsAnOverride() {
        AccessPolicy platform = policy("", "{ name: no, effect: deny, actions: ['registry:purge'] }");
        assertThat(shop("{ name: a, namespaces: [cart], actions: ['registry:purge'] }", platform))
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.OVERRIDES);
        AccessPolicy open = policy("", "{ name: yes, namespaces: [cart], actions: ['registry:read'] }");
        assertThat(shop("{ name: a, effect: deny, actions: ['registry:*'] }", open))
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.OVERRIDES);
    }
}
