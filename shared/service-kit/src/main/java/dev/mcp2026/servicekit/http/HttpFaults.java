package dev.mcp2026.servicekit.http;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.wire.Problem;

/// Faults that only HTTP has, by their status code.
final class HttpFaults {
    private HttpFaults() {}

    static Problem ofStatus(int status, String method, String path) {
        return ProblemJson.problem(status, fault(status, method, path), path);
    }

    private static Fault fault(int status, String method, String path) {
        return switch (status) {
            case 401 -> fault(FaultKind.UNAUTHENTICATED, "no acceptable credential", "send a bearer token");
            case 403 -> fault(FaultKind.PERMISSION_DENIED, "this is not allowed", "use another principal");
            case 404 -> fault(FaultKind.NOT_FOUND, "there is no " + path, "look in /q/openapi for what there is");
            case 405 ->
                fault(FaultKind.INVALID_ARGUMENT, path + " does not know " + method, "look in the Allow header");
            case 406 -> fault(FaultKind.INVALID_ARGUMENT, "no form that was asked for", "accept application/json");
            case 408 -> fault(FaultKind.DEADLINE_EXCEEDED, "the request did not end in time", "send it again");
            case 413 ->
                fault(
                        FaultKind.LIMIT_EXCEEDED,
                        "the body is larger than the limit",
                        "send less, or raise mcp.http.max-body-size");
            case 414, 431 -> fault(FaultKind.LIMIT_EXCEEDED, "the request line or headers are too long", "send less");
            case 415 ->
                fault(FaultKind.INVALID_ARGUMENT, "a body of this content type is not read", "send application/json");
            case 503 -> fault(FaultKind.UNAVAILABLE, "the server does not answer at present", "try again");
            default ->
                status >= 500
                        ? fault(FaultKind.INTERNAL, "the server failed on this request", "report it with its trace id")
                        : fault(FaultKind.INVALID_ARGUMENT, "the request is not understood", "look in /q/openapi");
        };
    }

    private static Fault fault(FaultKind kind, String detail, String action) {
        return new Fault(kind, null, detail, action);
    }
}
