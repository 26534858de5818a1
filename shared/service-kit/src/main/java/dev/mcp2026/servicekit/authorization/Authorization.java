package dev.mcp2026.servicekit.authorization;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What services ask before they act on a call.
@Singleton
public class Authorization {
    private static final Logger LOG = Logger.getLogger(Authorization.class);

    private final CurrentCall call;
    private final Authorizer authorizer;

    Authorization(CurrentCall call, Authorizer authorizer) {
        this.call = call;
        this.authorizer = authorizer;
    }

    /// For an action that is not about one tenant.
    ///
    /// @return who is calling
    /// @throws FaultException UNAUTHENTICATED or PERMISSION_DENIED
    public Principal require(Action action) {
        return check(action, null, "");
    }

    /// For an action on resources of one tenant.
    public Principal require(Action action, TenantId tenant) {
        return check(action, tenant, "");
    }

    /// For an action on one resource, named as people name it (`service/redis`).
    public Principal require(Action action, TenantId tenant, String resource) {
        return check(action, tenant, resource);
    }

    private Principal check(Action action, @Nullable TenantId tenant, String resource) {
        Principal principal = call.principal();
        return switch (authorizer.decide(principal, action, tenant, resource)) {
            case Decision.Allow _ -> principal;
            case Decision.Deny deny -> {
                LOG.infof(
                        "denied %s=%s %s=%s %s=%s %s=%s",
                        LogKeys.PRINCIPAL,
                        principal,
                        LogKeys.ACTION,
                        action,
                        LogKeys.TENANT,
                        tenant == null ? "-" : tenant,
                        LogKeys.REASON,
                        deny.reason());
                throw new FaultException(new Fault(
                        FaultKind.PERMISSION_DENIED,
                        null,
                        deny.reason(),
                        "use a principal that may, or ask a platform operator"));
            }
        };
    }
}
