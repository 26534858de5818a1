package dev.mcp2026.benchmarks.policy;

import dev.mcp2026.policy.access.AccessPolicy;
import dev.mcp2026.policy.access.AccessRequest;
import dev.mcp2026.policy.access.AccessRule;
import dev.mcp2026.policy.access.Effect;
import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/// jCasbin, with the rules that it can say.
final class CasbinPeer {
    private final Enforcer enforcer;

    CasbinPeer(Rulebook rules) {
        Model model = new Model();
        model.addDef("r", "r", "tenant, role, obj, act");
        model.addDef("p", "p", "tenant, role, obj, act, eft");
        model.addDef("e", "e", "some(where (p.eft == allow)) && !some(where (p.eft == deny))");
        model.addDef(
                "m",
                "m",
                "r.tenant == p.tenant && r.role == p.role && keyMatch(r.obj, p.obj) && keyMatch(r.act, p.act)");
        enforcer = new Enforcer(model);
        enforcer.enableAutoSave(false);
        List<List<String>> tuples = new ArrayList<>();
        for (AccessPolicy policy : rules.policies()) {
            for (AccessRule rule : policy.rules()) {
                tuples.add(List.of(
                        policy.tenant().orElseThrow().value(),
                        rule.roles().iterator().next(),
                        rule.resources().getFirst().toString(),
                        rule.actions().getFirst().toString(),
                        rule.effect() == Effect.DENY ? "deny" : "allow"));
            }
        }
        // A tuple that is there twice refuses all that come with it.
        enforcer.addPolicies(tuples.stream().distinct().toList());
    }

    boolean decide(AccessRequest request) {
        return enforcer.enforce(
                request.tenant().value(), request.subject().role(), request.resource(), request.action());
    }
}
