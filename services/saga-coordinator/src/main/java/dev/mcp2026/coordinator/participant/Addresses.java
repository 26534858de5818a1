package dev.mcp2026.coordinator.participant;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.definition.Operation;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.saga.definition.StepDefinition;
import dev.mcp2026.saga.template.Scope;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    /// @return those that are known now, as `host:port`, each with the first step that calls it
    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT, naming the step
    public Map<String, StepName> check(SagaDefinition definition, Scope scope) {
        Map<String, StepName> known = new LinkedHashMap<>();
        for (StepDefinition step : definition.steps().values()) {
            List<Operation> operations = new ArrayList<>(List.of(step.action()));
            step.compensation().ifPresent(operations::add);
            for (Operation operation : operations) {
                check(definition.tenant(), step, operation, scope)
                        .ifPresent(address -> known.putIfAbsent(address, step.name()));
            }
        }
        return known;
    }

    private Optional<String> check(TenantId tenant, StepDefinition step, Operation operation, Scope scope) {
        Call call = operation.call();
        boolean later = switch (call) {
            case Call.Http http -> !http.url().read().isEmpty();
            case Call.Grpc grpc -> !grpc.address().read().isEmpty();
        };
        try {
            return later ? Optional.empty() : Optional.of(authority(tenant, call, scope));
        } catch (FaultException e) {
            throw new FaultException(new dev.mcp2026.kernel.error.Fault(
                    e.fault().kind(),
                    "steps." + step.name(),
                    e.fault().detail(),
                    e.fault().action()));
        }
    }

    /// Whom a request goes to, as `host:port`.
    ///
    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT
    public String authority(Request request) {
        return authority(request.tenant(), request.call(), request.scope());
    }

    private String authority(TenantId tenant, Call called, Scope scope) {
        return switch (called) {
            case Call.Http http -> {
                URI uri = uri(tenant, http.url().text(scope));
                yield uri.getHost().toLowerCase(Locale.ROOT) + ":" + port(uri);
            }
            case Call.Grpc grpc -> grpc(tenant, grpc.address().text(scope)).authority();
        };
    }

    private static int port(URI uri) {
        int usual = uri.getScheme().equalsIgnoreCase("https") ? HTTPS : HTTP;
        return uri.getPort() >= 0 ? uri.getPort() : usual;
    }

    /// @param text `host:port`, `https://host:port` or `http://host:port`
    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT
    GrpcAddress grpc(TenantId tenant, String text) {
        boolean named = text.contains("://");
        try {
            URI uri = new URI(named ? text : "svid://" + text);
            if (uri.getHost() == null
                    || uri.getPort() < 0
                    || uri.getRawUserInfo() != null
                    || !uri.getRawPath().isEmpty()
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw refusedGrpc(text);
            }
            GrpcAddress.Security security = switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                case "svid" -> GrpcAddress.Security.SVID;
                case "https" -> GrpcAddress.Security.WEB;
                case "http" -> GrpcAddress.Security.PLAINTEXT;
                default -> throw refusedGrpc(text);
            };
            allowed.check(tenant, uri.getHost(), uri.getPort());
            return new GrpcAddress(security, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort());
        } catch (URISyntaxException e) {
            throw refusedGrpc(text);
        }
    }

    private static FaultException refusedGrpc(String text) {
        return Faults.invalid("address", "'" + Shown.text(text) + "' is no address", "write host:port");
    }

    /// @param url absolute, of HTTP
    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT
    public void check(TenantId tenant, String url) {
        String scheme = uri(tenant, url).getScheme();
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            throw refused(url);
        }
    }

    /// @throws FaultException PERMISSION_DENIED or INVALID_ARGUMENT
    URI uri(TenantId tenant, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getScheme() == null || uri.getRawUserInfo() != null) {
                throw refused(text);
            }
            allowed.check(tenant, uri.getHost(), port(uri));
            return uri;
        } catch (URISyntaxException e) {
            throw refused(text);
        }
    }

    private static FaultException refused(String text) {
        return Faults.invalid(
                "url", "'" + Shown.text(text) + "' is no URL with a host", "write https://host:port/path");
    }
}
