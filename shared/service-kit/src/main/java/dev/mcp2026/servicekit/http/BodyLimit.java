package dev.mcp2026.servicekit.http;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Refuses a body that says it is too long. Quarkus would do it too, with a header that HTTP/2 forbids
/// (`connection: close`) and no word of why; it still does for bodies that do not say their length, so that header
/// is taken away.
@Singleton
class BodyLimit {
    private static final int AFTER_AUTHENTICATION = 900;
    private static final int CONTENT_TOO_LARGE = 413;

    private final Limit limit;

    BodyLimit(HttpConfig config) {
        this.limit = new Limit("mcp.http.max-body-size", config.maxBodySize().asLongValue(), "bytes");
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, AFTER_AUTHENTICATION);
    }

    private void handle(RoutingContext exchange) {
        try {
            limit.check("content-length", lengthOf(exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH)));
        } catch (FaultException tooLarge) {
            ProblemJson.end(
                    exchange, ProblemJson.problem(CONTENT_TOO_LARGE, tooLarge.fault(), exchange.normalizedPath()));
            return;
        }
        if (exchange.request().version() == HttpVersion.HTTP_2) {
            var headers = exchange.response().headers();
            exchange.response().headersEndHandler(_ -> headers.remove(HttpHeaders.CONNECTION));
        }
        exchange.next();
    }

    /// Netty has already refused what is not a number.
    private static long lengthOf(@Nullable String header) {
        return header == null ? 0 : Long.parseLong(header);
    }
}
