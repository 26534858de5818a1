package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.node.MeshService;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.trust.Role;
import jakarta.inject.Singleton;

/// Cells probe, report and pass on for each other; operators of the platform may look. Paths and addresses of the
/// platform are no tenant's business.
@Singleton
class MeshAccess implements MeshService.Access {
    private final CurrentCall call;

    MeshAccess(CurrentCall call) {
        this.call = call;
    }

    @Override
    public CellId requireCell() {
        Principal principal = call.principal();
        if (principal.role() instanceof Role.CellService service) {
            return service.cell();
        }
        throw denied(principal, "only services of cells may");
    }

    @Override
    public void requireReader() {
        Principal principal = call.principal();
        switch (principal.role()) {
            case Role.CellService _, Role.PlatformOperator _ -> {}
            case Role.TenantOperator _, Role.Workload _, Role.Observer _ ->
                throw denied(principal, "only cells and operators of the platform may look at the mesh");
        }
    }

    private static RuntimeException denied(Principal principal, String rule) {
        return Faults.of(FaultKind.PERMISSION_DENIED, principal + " may not: " + rule, "use a principal that may");
    }
}
