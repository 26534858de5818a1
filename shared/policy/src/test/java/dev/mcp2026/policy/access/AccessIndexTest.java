package dev.mcp2026.policy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.PolicyName;
import dev.mcp2026.policy.document.AccessPolicyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AccessIndexTest {
    private static final String SOURCE = """
            apiVersion: mcp2026/v1
            kind: AccessPolicy
            metadata: { name: shop-workloads, tenant: shop }
            spec:
              rules:
                - name: read
                  roles: [workload, observer]
                  actions: ['registry:*', 'saga:read']
                  resources: ['service/*']
                - name: own-team
                  roles: [workload]
                  actions: ['saga:start']
                  labels: { tier: backend }
                  when: subject_labels['team'] == labels['team']
                - name: no-secrets
                  effect: deny
                  resources: ['service/vault*']
            ---
            apiVersion: mcp2026/v1
            kind: AccessPolicy
            metadata: { name: platform }
            spec:
              rules:
                - { name: operators, roles: [platform-operator] }
                - { name: no-deletes, effect: deny, actions: ['registry:purge'] }
            """;
    private static final AccessIndex INDEX = AccessIndex.of(AccessPolicyReader.read("policies.yaml", SOURCE));

    private static AccessRequest request(String role, String action, String resource, Map<String, String> labels) {
        return new AccessRequest(
                new Subject("spiffe://mcp2026.local/tenant/shop/workload/cart", role, "", Map.of("team", "cart")),
                action,
                resource,
                new TenantId("shop"),
                "checkout",
                labels);
    }

    private static AccessDecision decide(String role, String action, String resource) {
        return INDEX.decide(request(role, action, resource, Map.of()));
    }

    private static AccessDecision start(Map<String, String> labels) {
        return INDEX.decide(request("workload", "saga:start", "saga/order", labels));
    }

    @Test
    void allowsWhatARuleAllowsAndNothingElse() {
        assertThat(decide("workload", "registry:resolve", "service/redis").isAllowed())
                .isTrue();
        assertThat(decide("workload", "saga:read", "service/redis").isAllowed()).isTrue();
        assertThat(decide("workload", "saga:steer", "service/redis")).isInstanceOf(AccessDecision.NotAllowed.class);
        assertThat(decide("workload", "registry:resolve", "cell/cell1").isAllowed())
                .isFalse();
        assertThat(decide("platform-operator", "whatever:it-is", "cell/cell1").isAllowed())
                .isTrue();
    }

    @Test
    void whatDeniesWinsWhoeverAllows() {
        assertThat(decide("workload", "registry:resolve", "service/vault-1"))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.by()).hasToString("shop/shop-workloads#no-secrets"));
        assertThat(decide("platform-operator", "registry:purge", "service/redis"))
                .isInstanceOfSatisfying(
                        AccessDecision.Denied.class,
                        denied -> assertThat(denied.by()).hasToString("platform#no-deletes"));
    }

    @Test
    void aConditionReadsLabels() {
        assertThat(start(Map.of("tier", "backend", "team", "cart")).isAllowed()).isTrue();
        assertThat(start(Map.of("tier", "backend", "team", "pay")).isAllowed()).isFalse();
        // It has no value: nothing is allowed by it.
        assertThat(start(Map.of("tier", "backend")).isAllowed()).isFalse();
        assertThat(start(Map.of("team", "cart")).isAllowed()).isFalse();
    }

    @Test
    void anotherTenantsSubjectIsNotAllowed() {
        AccessRequest own = request("workload", "registry:resolve", "service/redis", Map.of());
        AccessRequest foreign = new AccessRequest(
                new Subject("spiffe://mcp2026.local/tenant/bank/workload/cart", "workload", "bank", Map.of()),
                own.action(),
                own.resource(),
                own.tenant(),
                own.namespace(),
                own.labels());
        assertThat(INDEX.decide(foreign)).isInstanceOf(AccessDecision.NotAllowed.class);
    }

    @Test
    void explainsByAllThatFits() {
        assertThat(INDEX.fitting(request("workload", "registry:purge", "service/vault", Map.of())))
                .extracting(AccessDecision.By::toString)
                .containsExactlyInAnyOrder(
                        "shop/shop-workloads#read", "shop/shop-workloads#no-secrets", "platform#no-deletes");
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static List<Glob> globs(Random random, List<String> of) {
        List<Glob> some = new ArrayList<>();
        while (random.nextInt(3) > 0) {
            some.add(Glob.of(any(random, of)));
        }
        return some;
    }

    /// The index says what going through all rules one by one says.
    @Test
    void findsWhatAFullSearchFinds() {
        List<String> actions = List.of("a:r", "a:w", "b:r", "a:*", "b:*", "*", "a", "a:r*");
        List<String> resources = List.of("s/x", "s/y", "t/x", "s/*", "t/*", "*", "s/x*", "s");
        List<String> values = List.of("1", "2");
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<AccessPolicy> policies = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                List<AccessRule> rules = new ArrayList<>();
                for (int j = 0; j < 3; j++) {
                    rules.add(new AccessRule(
                            "r" + j,
                            random.nextInt(4) == 0 ? Effect.DENY : Effect.ALLOW,
                            random.nextBoolean() ? Set.of() : Set.of("workload"),
                            List.of(),
                            globs(random, actions),
                            globs(random, resources),
                            random.nextBoolean() ? List.of() : List.of(Glob.of("n*")),
                            random.nextBoolean() ? Map.of() : Map.of("k", any(random, values)),
                            Optional.empty()));
                }
                policies.add(new AccessPolicy(
                        new PolicyName("p" + i),
                        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(new TenantId("t" + random.nextInt(2))),
                        rules,
                        List.of()));
            }
            AccessIndex index = AccessIndex.of(policies);
            for (int i = 0; i < 40; i++) {
                AccessRequest request = new AccessRequest(
                        new Subject("id", random.nextBoolean() ? "workload" : "observer", "", Map.of()),
                        any(random, List.of("a:r", "a:w", "b:r", "b:w", "a", "c")),
                        any(random, List.of("s/x", "s/y", "t/x", "s", "u/z")),
                        new TenantId("t" + random.nextInt(3)),
                        random.nextBoolean() ? "n1" : "m",
                        random.nextBoolean() ? Map.of() : Map.of("k", any(random, values), "other", "1"));
                assertThat(effect(index.decide(request)))
                        .as("seed %d, %s", seed, request)
                        .isEqualTo(searched(policies, request));
            }
        }
    }

    private static String effect(AccessDecision decision) {
        return decision.getClass().getSimpleName();
    }

    private static String searched(List<AccessPolicy> policies, AccessRequest request) {
        List<Effect> effects = policies.stream()
                .filter(policy ->
                        policy.tenant().isEmpty() || policy.tenant().get().equals(request.tenant()))
                .flatMap(policy -> policy.rules().stream())
                .filter(rule -> rule.applies(request))
                .map(AccessRule::effect)
                .toList();
        if (effects.contains(Effect.DENY)) {
            return "Denied";
        }
        return effects.isEmpty() ? "NotAllowed" : "Allowed";
    }
}
