package dev.mcp2026.mesh.route;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// A gRPC method whose calls may be done twice.
///
/// @param service with its package, `billing.v1.Billing`
/// @param method alone, `GetInvoice`
public record RepeatableMethod(String service, String method) {
    private static final Pattern SERVICE = Pattern.compile("\\w+(\\.\\w+)*");
    private static final Pattern METHOD = Pattern.compile("\\w+");

    public RepeatableMethod {
        if (!SERVICE.matcher(service).matches() || !METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException(
                    "'" + service + "/" + method + "' names no method: write package.Service/Method");
        }
    }

    /// @param text `package.Service/Method`; a service alone is refused, since it may get a method that does harm
    public static RepeatableMethod parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new RepeatableMethod(text, "")
                : new RepeatableMethod(text.substring(0, slash), text.substring(slash + 1));
    }

    /// Those with one request and a contract that says that it may come twice (`idempotency_level`).
    public static List<RepeatableMethod> of(Collection<ServiceDescriptor> services) {
        return services.stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(RepeatableMethod::is)
                .map(method -> parse(method.getFullMethodName()))
                .toList();
    }

    static boolean is(MethodDescriptor<?, ?> method) {
        boolean oneRequest = method.getType() == MethodType.UNARY || method.getType() == MethodType.SERVER_STREAMING;
        return oneRequest && (method.isSafe() || method.isIdempotent());
    }
}
