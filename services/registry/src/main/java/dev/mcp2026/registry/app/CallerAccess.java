package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.operations.Access;
import dev.mcp2026.servicekit.authorization.Action;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.trust.Role;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The registry's view of the service kit's principal and rules.
@Singleton
public class CallerAccess implements Access {
    private static final String SERVICE = "registry";

    private final Authorization authorization;
    private final CurrentCall call;
    private final Map<Right, Action> actions = new EnumMap<>(Right.class);

    public CallerAccess(Authorization authorization, CurrentCall call) {
        this.authorization = authorization;
        this.call = call;
        for (Right right : Right.values()) {
            actions.put(right, Action.of(right.action()));
        }
    }

    @Override
    public void require(Right right, @Nullable TenantId tenant) {
        Action action = java.util.Objects.requireNonNull(actions.get(right));
        if (tenant == null) {
            authorization.require(action);
        } else {
            authorization.require(action, tenant);
        }
    }

    @Override
    public @Nullable TenantId tenant() {
        return call.principal().tenant().orElse(null);
    }

    @Override
    public @Nullable CellId cell() {
        return call.principal().role() instanceof Role.CellService service
                        && service.service().equals(SERVICE)
                ? service.cell()
                : null;
    }

    @Override
    public String principal() {
        return call.principal().id().toString();
    }
}
