package dev.mcp2026.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.Effect;
import org.junit.jupiter.api.Test;

final class AccessPolicyReaderTest {
    private static final String GOOD = """
            apiVersion: mcp2026/v1
            kind: AccessPolicy
            metadata: { name: readers, tenant: shop }
            spec:
              rules:
                - name: read
                  roles: [observer]
                  actions: ['registry:*']
                  when: request.namespace != 'secret'
              examples:
                - { subject: { role: observer }, action: 'registry:read', resource: service/x, allowed: true }
            """;

    @Test
    void readsAPolicy() {
        AccessPolicy policy = AccessPolicyReader.read("p.yaml", GOOD).getFirst();
        assertThat(policy.reference()).isEqualTo("shop/readers");
        assertThat(policy.rules().getFirst().effect()).isEqualTo(Effect.ALLOW);
        assertThat(policy.examples().getFirst().allowed()).isTrue();
        assertThat(policy.examples().getFirst().request().tenant()).hasToString("shop");
    }

    private static void assertRefused(String from, String to, String... saying) {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> AccessPolicyReader.read("p.yaml", GOOD.replace(from, to)))
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll(saying);
    }

    @Test
    void refusesWithLineAndField() {
        assertRefused("observer]", "observr]", "observr", "no role");
        assertRefused("registry:*", "reg*istry", "reg*istry");
        assertRefused("request.namespace != 'secret'", "request.namespace !=", "does not compile");
        assertRefused("request.namespace != 'secret'", "request.namespace", "does not compile");
        assertRefused("request.namespace != 'secret'", "nonsense == 'x'", "nonsense");
        assertRefused("name: read\n", "name: Read!\n", "Read!");
        assertRefused("roles:", "rolls:", "rolls");
        assertRefused("allowed: true", "allowed: perhaps", "perhaps");
        assertRefused("mcp2026/v1", "mcp2026/v2", "mcp2026/v2");
    }
}
