package dev.mcp2026.policy.check;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.policy.access.AccessDecision;
import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.AccessRequest;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Effect;
import dev.mcp2026.policy.access.Glob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks at a policy before it is taken, beside those that are there. What depends on a condition is judged without it:
/// a rule is only called shadowed by one that has none.
public final class SemanticCheck {
    private static final TenantId ANY_TENANT = new TenantId("default");

    private final Map<TenantId, Set<String>> namespaces;

    /// @param namespaces of each tenant that is confined to some; others may have any
    public SemanticCheck(Map<TenantId, Set<String>> namespaces) {
        this.namespaces = Map.copyOf(namespaces);
    }

    /// @param others without an older version of the policy itself
    public List<Finding> check(AccessPolicy policy, Collection<AccessPolicy> others) {
        List<Finding> findings = new ArrayList<>();
        for (AccessRule rule : policy.rules()) {
            AccessDecision.By by = new AccessDecision.By(policy, rule);
            policy.tenant().ifPresent(tenant -> {
                crossTenant(by, tenant, findings);
                escapes(by, tenant, findings);
            });
            for (AccessRule sibling : policy.rules()) {
                if (sibling != rule) {
                    pair(by, new AccessDecision.By(policy, sibling), findings);
                }
            }
            for (AccessPolicy other : others) {
                if (sameReach(policy, other)) {
                    other.rules().forEach(each -> pair(by, new AccessDecision.By(other, each), findings));
                }
            }
        }
        return findings;
    }

    private static boolean sameReach(AccessPolicy one, AccessPolicy other) {
        return one.tenant().isEmpty()
                || other.tenant().isEmpty()
                || one.tenant().equals(other.tenant());
    }

    /// Subjects of another tenant, named by id: their rights are not this tenant's to give.
    private static void crossTenant(AccessDecision.By by, TenantId tenant, List<Finding> findings) {
        if (by.rule().effect() == Effect.DENY) {
            return;
        }
        for (Glob subject : by.rule().subjects()) {
            String marker = "/tenant/";
            int at = subject.text().indexOf(marker);
            if (at < 0) {
                continue;
            }
            String rest = subject.text().substring(at + marker.length());
            boolean whole = rest.contains("/");
            String named = whole ? rest.substring(0, rest.indexOf('/')) : rest;
            boolean own = whole ? named.equals(tenant.value()) : !subject.open() && named.equals(tenant.value());
            if (!own) {
                findings.add(new Finding(
                        Finding.Kind.CROSS_TENANT,
                        by,
                        Optional.empty(),
                        Overlap.of(by.rule(), by.rule(), tenant).orElseThrow(),
                        "it gives rights to " + subject + ", which is not of tenant " + tenant + " alone"));
            }
        }
    }

    private void escapes(AccessDecision.By by, TenantId tenant, List<Finding> findings) {
        Set<String> own = namespaces.get(tenant);
        if (own == null || by.rule().effect() == Effect.DENY) {
            return;
        }
        List<Glob> asked =
                by.rule().namespaces().isEmpty() ? List.of(Glob.ANY) : by.rule().namespaces();
        for (Glob namespace : asked) {
            if (namespace.open() || !own.contains(namespace.text())) {
                AccessRequest shown = Overlap.of(by.rule(), by.rule(), tenant).orElseThrow();
                String outside = namespace.open() ? outside(namespace.text(), own) : namespace.text();
                findings.add(new Finding(
                        Finding.Kind.ESCAPES_NAMESPACES,
                        by,
                        Optional.empty(),
                        new AccessRequest(
                                shown.subject(), shown.action(), shown.resource(), tenant, outside, shown.labels()),
                        "it reaches namespace '" + outside + "', and tenant " + tenant + " has "
                                + own.stream().sorted().toList()));
            }
        }
    }

    /// A namespace that begins so and is none of them.
    private static String outside(String beginning, Set<String> own) {
        String name = beginning.isEmpty() ? "x" : beginning;
        while (own.contains(name)) {
            name += "x";
        }
        return name;
    }

    private static void pair(AccessDecision.By by, AccessDecision.By other, List<Finding> findings) {
        AccessRule rule = by.rule();
        AccessRule than = other.rule();
        if (rule.effect() == than.effect()) {
            return;
        }
        TenantId tenant = by.policy().tenant().or(() -> other.policy().tenant()).orElse(ANY_TENANT);
        Optional<AccessRequest> shown = Overlap.of(rule, than, tenant);
        if (shown.isEmpty()) {
            return;
        }
        boolean same = Overlap.covers(rule, than)
                && Overlap.covers(than, rule)
                && rule.when().equals(than.when());
        boolean shadowed = rule.effect() == Effect.ALLOW && than.when().isEmpty() && Overlap.covers(than, rule);
        boolean overrides =
                by.policy().tenant().isPresent() && other.policy().tenant().isEmpty();
        if (same) {
            findings.add(new Finding(
                    Finding.Kind.CONTRADICTORY,
                    by,
                    Optional.of(other),
                    shown.get(),
                    "it and " + other + " speak of the same requests, one allows and one denies"));
        } else if (shadowed) {
            findings.add(new Finding(
                    overrides ? Finding.Kind.OVERRIDES : Finding.Kind.SHADOWED,
                    by,
                    Optional.of(other),
                    shown.get(),
                    "it never has an effect: " + other + " denies all that it allows"));
        } else if (overrides && rule.effect() == Effect.DENY && than.when().isEmpty() && Overlap.covers(rule, than)) {
            findings.add(new Finding(
                    Finding.Kind.OVERRIDES,
                    by,
                    Optional.of(other),
                    shown.get(),
                    "it takes away from everybody what the platform's " + other + " allows"));
        }
    }
}
