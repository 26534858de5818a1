package dev.mcp2026.identity.federation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.trust.Svid;
import dev.mcp2026.trust.TlsMaterial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A real HTTPS server on loopback with any certificate and any answer.
final class TlsEndpoint implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile HttpHandler handler = exchange -> exchange.sendResponseHeaders(500, -1);

    TlsEndpoint(Svid svid) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(FreePort.loopback(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new TlsMaterial(svid, List.of()).sslContext()));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    TlsEndpoint answers(HttpHandler other) {
        handler = other;
        return this;
    }

    TlsEndpoint answers(String document) {
        return answers(exchange -> send(exchange, document.getBytes(StandardCharsets.UTF_8)));
    }

    static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    int requests() {
        return requests.get();
    }

    URI uri() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/bundle");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
