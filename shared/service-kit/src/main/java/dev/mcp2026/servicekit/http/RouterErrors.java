package dev.mcp2026.servicekit.http;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Problem documents for what the HTTP server refuses by itself, before or outside of any REST resource.
@Singleton
class RouterErrors {
    private static final int[] STATUSES = {400, 404, 405, 406, 408, 413, 414, 415, 431, 500, 503};

    void register(@Observes Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, exchange -> {
                String path = exchange.normalizedPath();
                ProblemJson.end(
                        exchange,
                        HttpFaults.ofStatus(status, exchange.request().method().name(), path));
            });
        }
    }
}
