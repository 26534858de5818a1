package dev.mcp2026.servicekit.authorization;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.principal.Principal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fixed rules, role by role: what is not listed is denied. A service produces one as a CDI bean:
///
/// ```
/// AccessRules.none()
///     .allow(RoleKind.PLATFORM_OPERATOR, REGISTER, RESOLVE)
///     .allow(RoleKind.WORKLOAD, RESOLVE)
/// ```
public record AccessRules(Map<RoleKind, Set<Action>> allowed) implements Authorizer {
    public AccessRules {
        Map<RoleKind, Set<Action>> copy = new EnumMap<>(RoleKind.class);
        allowed.forEach((role, actions) -> copy.put(role, Set.copyOf(actions)));
        allowed = Map.copyOf(copy);
    }

    public static AccessRules none() {
        return new AccessRules(Map.of());
    }

    public AccessRules allow(RoleKind role, Action... actions) {
        Map<RoleKind, Set<Action>> next = new EnumMap<>(RoleKind.class);
        next.putAll(allowed);
        Set<Action> more = new HashSet<>(allowed.getOrDefault(role, Set.of()));
        more.addAll(Set.of(actions));
        next.put(role, more);
        return new AccessRules(next);
    }

    @Override
    public Decision decide(Principal principal, Action action, @Nullable TenantId tenant, String resource) {
        RoleKind role = RoleKind.of(principal.role());
        if (!allowed.getOrDefault(role, Set.of()).contains(action)) {
            return new Decision.Deny("no rule lets " + role + " do " + action);
        }
        if (tenant != null && !principal.mayTouch(tenant)) {
            return new Decision.Deny(principal + " is not of tenant " + tenant);
        }
        return new Decision.Allow(role + " may do " + action);
    }
}
