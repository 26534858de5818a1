package dev.mcp2026.benchmarks.policy;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.PolicyName;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.AccessRequest;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Condition;
import dev.mcp2026.policy.access.Effect;
import dev.mcp2026.policy.access.Glob;
import dev.mcp2026.policy.access.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Rules and requests as a platform has them, from a seed.
record Rulebook(List<AccessPolicy> policies, List<AccessRequest> requests) {
    private static final int TENANTS = 100;
    private static final int PER_POLICY = 10;
    private static final int REQUESTS = 10_000;
    private static final List<String> ROLES = List.of("workload", "observer", "tenant-operator");
    private static final List<String> SERVICES = List.of("registry", "saga", "identity", "drift");
    private static final List<String> VERBS = List.of("read", "write", "start", "steer", "delete");
    private static final Condition CONDITION = Condition.compile("request.namespace != 'secret'");

    static Rulebook of(int rules) {
        Random random = new Random(rules);
        List<AccessPolicy> policies = new ArrayList<>();
        for (int at = 0; at < rules; at += PER_POLICY) {
            int first = at;
            policies.add(new AccessPolicy(
                    new PolicyName("policy-" + at),
                    Optional.of(new TenantId("tenant-" + at / PER_POLICY % TENANTS)),
                    IntStream.range(0, Math.min(PER_POLICY, rules - at))
                            .mapToObj(i -> rule(first + i, random))
                            .toList(),
                    List.of()));
        }
        List<AccessRequest> requests = IntStream.range(0, REQUESTS)
                .mapToObj(i -> request(policies, random))
                .toList();
        return new Rulebook(policies, requests);
    }

    private static <T> T any(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static AccessRule rule(int number, Random random) {
        boolean labelled = random.nextInt(10) == 0;
        String service = any(SERVICES, random);
        return new AccessRule(
                "rule-" + number,
                random.nextInt(10) == 0 ? Effect.DENY : Effect.ALLOW,
                Set.of(any(ROLES, random)),
                List.of(),
                List.of(Glob.of(random.nextInt(5) == 0 ? service + ":*" : service + ":" + any(VERBS, random))),
                List.of(Glob.of("service/app-" + number % 2_000 + (random.nextBoolean() ? "*" : ""))),
                List.of(),
                labelled ? Map.of("tier", "tier-" + random.nextInt(20)) : Map.of(),
                random.nextInt(20) == 0 ? Optional.of(CONDITION) : Optional.empty());
    }

    /// About what some rule is about; whether that allows it is another matter.
    private static AccessRequest request(List<AccessPolicy> policies, Random random) {
        AccessPolicy policy = any(policies, random);
        AccessRule rule = any(policy.rules(), random);
        TenantId tenant = policy.tenant().orElseThrow();
        Glob action = rule.actions().getFirst();
        return new AccessRequest(
                new Subject(
                        "spiffe://mcp2026.local/tenant/" + tenant + "/workload/x",
                        any(ROLES, random),
                        tenant.value(),
                        Map.of()),
                action.open() ? action.text() + any(VERBS, random) : action.text(),
                rule.resources().getFirst().text(),
                tenant,
                "namespace-" + random.nextInt(10),
                Map.of("tier", "tier-" + random.nextInt(20), "team", "team-" + random.nextInt(20)));
    }
}
