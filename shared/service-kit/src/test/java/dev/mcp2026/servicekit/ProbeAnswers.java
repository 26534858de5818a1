package dev.mcp2026.servicekit;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.authorization.AccessRules;
import dev.mcp2026.servicekit.authorization.Action;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.authorization.Authorizer;
import dev.mcp2026.servicekit.authorization.RoleKind;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import dev.mcp2026.servicekit.telemetry.TraceIds;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What both protocols' probes do.
@Singleton
class ProbeAnswers {
    static final Action ASK = Action.of("probe:ask");

    private final Authorization authorization;

    ProbeAnswers(Authorization authorization) {
        this.authorization = authorization;
    }

    @Produces
    @Singleton
    static Authorizer rules() {
        return AccessRules.none()
                .allow(RoleKind.PLATFORM_OPERATOR, ASK)
                .allow(RoleKind.CELL_SERVICE, ASK)
                .allow(RoleKind.TENANT_OPERATOR, ASK);
    }

    ProbeResponse answer(String fail, String tenant) {
        Principal principal =
                tenant.isEmpty() ? authorization.require(ASK) : authorization.require(ASK, new TenantId(tenant));
        fail(fail);
        return ProbeResponse.newBuilder()
                .setPrincipal(principal.toString())
                .setThread(
                        Thread.currentThread().isVirtual()
                                ? "virtual"
                                : Thread.currentThread().getName())
                .setTraceId(TraceIds.current())
                .build();
    }

    static void fail(String how) {
        if (how.equals("BUG")) {
            throw new IllegalStateException("secret inside");
        }
        if (!how.isEmpty()) {
            throw fault(FaultKind.valueOf(how));
        }
    }

    static FaultException fault(FaultKind kind) {
        return new FaultException(new Fault(kind, "checks[0].port", "70000 is no port", "use 1 to 65535"));
    }
}
