package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.operations.Right;
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
                .allow(RoleKind.PLATFORM_OPERATOR, actions(Right.values()))
                .allow(RoleKind.TENANT_OPERATOR, actions(Right.values()))
                .allow(RoleKind.WORKLOAD, actions(Right.START, Right.READ, Right.LRA))
                .allow(RoleKind.OBSERVER, actions(Right.READ));
    }

    private static Action[] actions(Right... rights) {
        return Arrays.stream(rights).map(Right::action).toArray(Action[]::new);
    }
}
