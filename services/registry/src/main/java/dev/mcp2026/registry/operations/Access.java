package dev.mcp2026.registry.operations;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import org.jspecify.annotations.Nullable;

/// The rights of the caller at hand.
public interface Access {
    /// What can be asked for. Nothing is allowed unless a rule says so.
    enum Right {
        REGISTER("registry:register"),
        RENEW("registry:renew"),
        DEREGISTER("registry:deregister"),
        RESOLVE("registry:resolve"),
        EXPLAIN("registry:explain"),
        REPORT("registry:report"),
        LIST_CELLS("registry:list-cells"),
        REPLICATE("registry:replicate");

        private final String action;

        Right(String action) {
            this.action = action;
        }

        public String action() {
            return action;
        }
    }

    /// @param tenant null: across tenants
    /// @throws dev.mcp2026.kernel.error.FaultException UNAUTHENTICATED or PERMISSION_DENIED
    void require(Right right, @Nullable TenantId tenant);

    /// The tenant that the caller belongs to; null for those of the platform.
    @Nullable
    TenantId tenant();

    /// The cell whose registry calls; null for anyone else.
    @Nullable
    CellId cell();

    /// Who calls, for records and idempotency keys.
    String principal();
}
