package dev.mcp2026.identity.app;

import dev.mcp2026.identity.operations.Right;
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
                        actions(
                                Right.WRITE_ENTRIES,
                                Right.READ_ENTRIES,
                                Right.READ_SVIDS,
                                Right.EXPLAIN,
                                Right.ROTATE,
                                Right.FEDERATE,
                                Right.BUNDLES))
                .allow(
                        RoleKind.TENANT_OPERATOR,
                        actions(
                                Right.WRITE_ENTRIES,
                                Right.READ_ENTRIES,
                                Right.READ_SVIDS,
                                Right.EXPLAIN,
                                Right.ROTATE,
                                Right.BUNDLES))
                .allow(RoleKind.WORKLOAD, actions(Right.SIGN, Right.BUNDLES))
                .allow(RoleKind.OBSERVER, actions(Right.BUNDLES))
                .allow(RoleKind.CELL_SERVICE, actions(Right.SIGN, Right.BUNDLES));
    }

    private static Action[] actions(Right... rights) {
        return Arrays.stream(rights).map(Right::action).toArray(Action[]::new);
    }
}
