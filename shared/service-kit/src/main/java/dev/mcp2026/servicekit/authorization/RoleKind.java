package dev.mcp2026.servicekit.authorization;

import dev.mcp2026.trust.Role;

/// The roles that rules speak about.
public enum RoleKind {
    CELL_SERVICE,
    PLATFORM_OPERATOR,
    TENANT_OPERATOR,
    WORKLOAD,
    OBSERVER;

    static RoleKind of(Role role) {
        return switch (role) {
            case Role.CellService _ -> CELL_SERVICE;
            case Role.PlatformOperator _ -> PLATFORM_OPERATOR;
            case Role.TenantOperator _ -> TENANT_OPERATOR;
            case Role.Workload _ -> WORKLOAD;
            case Role.Observer _ -> OBSERVER;
        };
    }
}
