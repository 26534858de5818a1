package dev.mcp2026.servicekit.http;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.telemetry.TraceIds;
import dev.mcp2026.wire.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// Writes problem documents, for REST resources and for what fails before them.
final class ProblemJson {
    private static final String RETRY_AFTER_SECONDS = "1";

    private ProblemJson() {}

    static Problem problem(Fault fault, String path) {
        return Problem.of(fault, path, TraceIds.current());
    }

    static Problem problem(int status, Fault fault, String path) {
        return Problem.withStatus(status, fault, path, TraceIds.current());
    }

    static Response response(Problem problem) {
        var response = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(new JsonObject(problem.members()).encode());
        headers(problem).forEach(response::header);
        return response.build();
    }

    static void end(RoutingContext exchange, Problem problem) {
        var response = exchange.response();
        if (response.ended()) {
            return;
        }
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers(problem).forEach(response::putHeader);
        response.end(new JsonObject(problem.members()).encode());
    }

    private static Map<String, String> headers(Problem problem) {
        FaultKind kind = problem.kind();
        return switch (kind) {
            case UNAUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer");
            case READ_ONLY, UNAVAILABLE -> Map.of("Retry-After", RETRY_AFTER_SECONDS);
            case INVALID_ARGUMENT,
                    PERMISSION_DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    PRECONDITION_FAILED,
                    LIMIT_EXCEEDED,
                    CLOCK_SKEW,
                    DEADLINE_EXCEEDED,
                    INTERNAL -> Map.of();
        };
    }
}
