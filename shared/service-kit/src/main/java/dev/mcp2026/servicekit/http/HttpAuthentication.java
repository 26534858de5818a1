package dev.mcp2026.servicekit.http;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.principal.Authenticator;
import dev.mcp2026.servicekit.principal.Call;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.servicekit.telemetry.TraceIds;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/// Stands before every route, those of extensions (`/q/…`) included: lets a request in with its principal, or
/// answers it. What is not open under `/q/` is about the whole process, so only the platform's principals get it.
@Singleton
class HttpAuthentication {
    private static final int BEFORE_ALL_ROUTES = 1000;
    private static final String PROCESS_PATHS = "/q/";

    private final Authenticator authenticator;
    private final Set<String> openPaths;

    HttpAuthentication(Authenticator authenticator, HttpConfig config) {
        this.authenticator = authenticator;
        this.openPaths = Set.copyOf(config.openPaths());
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_ALL_ROUTES);
    }

    private void handle(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        if (isOpen(path)) {
            exchange.next();
            return;
        }
        try {
            Principal principal = authenticator
                    .authenticate(
                            exchange.request().sslSession(), exchange.request().getHeader(HttpHeaders.AUTHORIZATION))
                    .orElseThrow(CurrentCall::anonymous);
            if (path.startsWith(PROCESS_PATHS) && principal.tenant().isPresent()) {
                throw new FaultException(new Fault(
                        FaultKind.PERMISSION_DENIED,
                        null,
                        path + " is about all tenants",
                        "use a platform operator's credential"));
            }
            CurrentCall.enterHttp(new Call(principal, TraceIds.current()));
        } catch (FaultException refused) {
            ProblemJson.end(exchange, ProblemJson.problem(refused.fault(), path));
            return;
        }
        exchange.next();
    }

    private boolean isOpen(String path) {
        return openPaths.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "/"));
    }
}
