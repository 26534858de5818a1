package dev.mcp2026.servicekit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.servicekit.telemetry.TraceIds;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// What a REST resource threw, as a problem document.
class FaultMappers {
    private static final Logger LOG = Logger.getLogger(FaultMappers.class);
    private static final int FIRST_SERVER_ERROR = 500;

    @ServerExceptionMapper
    Response fault(FaultException expected, ContainerRequestContext request) {
        return ProblemJson.response(ProblemJson.problem(expected.fault(), path(request)));
    }

    @ServerExceptionMapper(priority = 1)
    Response json(MismatchedInputException wrong, ContainerRequestContext request) {
        return ProblemJson.response(ProblemJson.problem(JsonFaults.of(wrong), path(request)));
    }

    @ServerExceptionMapper(priority = 1)
    Response json(JsonProcessingException wrong, ContainerRequestContext request) {
        return ProblemJson.response(ProblemJson.problem(JsonFaults.of(wrong), path(request)));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException thrown, ContainerRequestContext request) {
        JsonProcessingException json = jsonCause(thrown);
        if (json != null) {
            return json(json, request);
        }
        // An id in the path or query refuses a malformed value when it is made.
        if (thrown.getCause() instanceof FaultException refused) {
            return fault(refused, request);
        }
        // JAX-RS calls a value that can't be converted "not found".
        if (thrown.getCause() instanceof IllegalArgumentException unreadable) {
            return fault(new FaultException(badParameter(unreadable, request)), request);
        }
        int status = thrown.getResponse().getStatus();
        if (status >= FIRST_SERVER_ERROR) {
            return bug(thrown, request);
        }
        Response mapped = ProblemJson.response(HttpFaults.ofStatus(status, request.getMethod(), path(request)));
        String allow = thrown.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? mapped
                : Response.fromResponse(mapped).header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper
    Response bug(Throwable thrown, ContainerRequestContext request) {
        LOG.errorf(
                thrown, "request failed %s=%s %s=%s", LogKeys.PATH, path(request), LogKeys.TRACE, TraceIds.current());
        return ProblemJson.response(HttpFaults.ofStatus(FIRST_SERVER_ERROR, request.getMethod(), path(request)));
    }

    /// The parameter is known by its value only, which the conversion's message quotes.
    private static Fault badParameter(IllegalArgumentException unreadable, ContainerRequestContext request) {
        String message = String.valueOf(unreadable.getMessage());
        String name = request.getUriInfo().getQueryParameters().entrySet().stream()
                .filter(parameter ->
                        parameter.getValue().stream().anyMatch(value -> message.contains("\"" + value + "\"")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        return new Fault(
                FaultKind.INVALID_ARGUMENT,
                name,
                (name == null ? "a parameter" : "'" + name + "'") + " has no valid value (" + message + ")",
                "send what /q/openapi describes");
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getPath();
    }

    private static @Nullable JsonProcessingException jsonCause(Throwable thrown) {
        return thrown.getCause() instanceof JsonProcessingException json ? json : null;
    }
}
