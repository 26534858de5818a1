package dev.mcp2026.registry.app;

import dev.mcp2026.registry.operations.Access.Right;
import dev.mcp2026.servicekit.authorization.AccessRules;
import dev.mcp2026.servicekit.authorization.Action;
import dev.mcp2026.servicekit.authorization.Authorizer;
import dev.mcp2026.servicekit.authorization.RoleKind;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Arrays;

/// Who may do what here, until the policy engine decides it.
final class Rules {
    private Rules() {}

    @Produces
    @Singleton
    static Authorizer rules() {
        return AccessRules.none()
                .allow(
                        RoleKind.PLATFORM_OPERATOR,
                        actions(Right.REGISTER, Right.DEREGISTER, Right.RESOLVE, Right.EXPLAIN, Right.LIST_CELLS))
                .allow(
                        RoleKind.TENANT_OPERATOR,
                        actions(Right.REGISTER, Right.DEREGISTER, Right.RESOLVE, Right.EXPLAIN, Right.LIST_CELLS))
                .allow(
                        RoleKind.WORKLOAD,
                        actions(Right.REGISTER, Right.RENEW, Right.DEREGISTER, Right.RESOLVE, Right.EXPLAIN))
                .allow(RoleKind.OBSERVER, actions(Right.RESOLVE, Right.REPORT, Right.EXPLAIN))
                .allow(RoleKind.CELL_SERVICE, actions(Right.REPLICATE, Right.RESOLVE, Right.REPORT, Right.EXPLAIN));
    }

    private static Action[] actions(Right... rights) {
        return Arrays.stream(rights).map(right -> Action.of(right.action())).toArray(Action[]::new);
    }
}
