package dev.mcp2026.benchmarks.saga;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A participant: answers each call at once, or as it is told to.
final class Shop implements AutoCloseable {
    private static final String RESULT = "{\"done\":true}";

    private final HttpServer server;
    private final AtomicLong calls = new AtomicLong();
    private volatile Consumer<HttpServerRequest> behaviour = Shop::ok;

    Shop(Vertx vertx) {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void handle(HttpServerRequest request) {
        calls.incrementAndGet();
        request.endHandler(nothing -> behaviour.accept(request));
    }

    static void ok(HttpServerRequest request) {
        request.response().putHeader("Content-Type", "application/json").end(RESULT);
    }

    void behave(Consumer<HttpServerRequest> how) {
        behaviour = how;
    }

    int port() {
        return server.actualPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    long calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
