package dev.mcp2026.identity.federation;

import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.spiffe.BundleDocument;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/// The bundle on a port of its own with a certificate of the web's: the profile `https_web`. Nothing else is there.
public final class WebBundleServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WebBundleServer.class);
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final WebSettings settings;
    private final OwnBundle own;
    private final HttpServer server;
    private final AtomicInteger connections = new AtomicInteger();
    private long timer = -1;

    public WebBundleServer(Vertx vertx, WebSettings settings, OwnBundle own) {
        this.vertx = vertx;
        this.settings = settings;
        this.own = own;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setSsl(true)
                        .setUseAlpn(false)
                        .setKeyCertOptions(certificate())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout((int) settings.idle().toMillis()))
                .connectionHandler(this::count)
                .requestHandler(this::answer);
    }

    /// Blocks until it listens.
    ///
    /// @throws IllegalStateException when the port is taken or the certificate can't be used
    public void start() {
        await(server.listen(), "listen on port " + settings.port());
        timer = vertx.setPeriodic(settings.reload().toMillis(), ignored -> reload());
    }

    public int port() {
        return server.actualPort();
    }

    /// Connections that are up go on; files that can't be used leave the former certificate in place.
    void reload() {
        // By force: the options name the files and stay the same when the files change.
        server.updateSSLOptions(new SSLOptions().setKeyCertOptions(certificate()), true)
                .onFailure(unusable -> LOG.warnf(
                        "web certificate not renewed %s=%s %s=%s",
                        LogKeys.FILE, settings.certificate(), LogKeys.REASON, unusable.getMessage()));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        await(server.close(), "close port " + settings.port());
    }

    private PemKeyCertOptions certificate() {
        return new PemKeyCertOptions()
                .addCertPath(settings.certificate().toString())
                .addKeyPath(settings.key().toString());
    }

    private void count(HttpConnection connection) {
        if (connections.incrementAndGet() > settings.connections()) {
            connection.close();
        }
        connection.closeHandler(ignored -> connections.decrementAndGet());
    }

    private void answer(HttpServerRequest request) {
        if (!BundleEndpoint.PATH.equals(request.path())) {
            end(request, NOT_FOUND);
        } else if (!request.method().equals(HttpMethod.GET)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            end(request, METHOD_NOT_ALLOWED);
        } else {
            serve(request);
        }
    }

    /// Away from the event loop, since the own bundle may have to be read from the second level. As many at once as
    /// there are connections.
    private void serve(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        Thread.ofVirtual().name("web-bundle").start(() -> {
            Optional<String> document = document();
            context.runOnContext(ignored -> document.ifPresentOrElse(
                    text -> request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(text),
                    () -> end(request, UNAVAILABLE)));
        });
    }

    private Optional<String> document() {
        try {
            return Optional.of(BundleDocument.write(own.current()));
        } catch (RuntimeException none) {
            LOG.warnf("own bundle not served %s=%s", LogKeys.REASON, none.getMessage());
            return Optional.empty();
        }
    }

    /// Also ends the connection, since a body may follow that nobody reads.
    private static void end(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end()
                .onComplete(ignored -> request.connection().close());
    }

    private static void await(Future<?> future, String what) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the web bundle endpoint could not " + what, failed);
        }
    }
}
