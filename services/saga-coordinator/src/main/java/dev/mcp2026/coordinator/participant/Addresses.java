package dev.mcp2026.coordinator.participant;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.definition.Operation;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.saga.definition.StepDefinition;
import dev.mcp2026.saga.template.Scope;
import java.net.URI;
import java.net.URISyntaxException;

/// Where calls go, and whether they may.
public final class Addresses {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final AllowList allowed;

    public Addresses(AllowList allowed) {
        this.allowed = allowed;
    }

    /// Refuses a saga of which a call is known now to go where it may not. Addresses that depend on results are
    /// checked when they are called.
    ///
    /// @param scope with the input and without results
    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT, naming the step
    public void check(SagaDefinition definition, Scope scope) {
        for (StepDefinition step : definition.steps().values()) {
            check(definition.tenant(), step, step.action(), scope);
            step.compensation().ifPresent(undo -> check(definition.tenant(), step, undo, scope));
        }
    }

    private void check(TenantId tenant, StepDefinition step, Operation operation, Scope scope) {
        if (operation.call() instanceof Call.Http http && http.url().read().isEmpty()) {
            try {
                uri(tenant, http.url().text(scope));
            } catch (FaultException e) {
                throw new FaultException(new dev.mcp2026.kernel.error.Fault(
                        e.fault().kind(),
                        "steps." + step.name(),
                        e.fault().detail(),
                        e.fault().action()));
            }
        }
    }

    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT
    URI uri(TenantId tenant, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getScheme() == null || uri.getRawUserInfo() != null) {
                throw refused(text);
            }
            int usual = uri.getScheme().equalsIgnoreCase("https") ? HTTPS : HTTP;
            allowed.check(tenant, uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : usual);
            return uri;
        } catch (URISyntaxException e) {
            throw refused(text);
        }
    }

    private static FaultException refused(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return Faults.invalid("url", "'" + shown + "' is no URL with a host", "write https://host:port/path");
    }
}
