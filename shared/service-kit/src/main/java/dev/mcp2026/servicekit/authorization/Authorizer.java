package dev.mcp2026.servicekit.authorization;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.principal.Principal;
import org.jspecify.annotations.Nullable;

/// Decides who may do what. Pure: the same question gets the same answer.
public interface Authorizer {
    /// @param tenant whose resources are touched; `null` where the action is not about one tenant
    /// @param resource the one thing that is touched (`service/redis`), empty where it is not one
    Decision decide(Principal principal, Action action, @Nullable TenantId tenant, String resource);
}
