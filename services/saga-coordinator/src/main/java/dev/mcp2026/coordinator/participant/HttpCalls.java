package dev.mcp2026.coordinator.participant;

import dev.mcp2026.kernel.limit.Limit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Calls by HTTP that end in time, with a body of bounded size.
final class HttpCalls {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Vertx vertx;
    private final HttpClient client;
    private final Limit bytes;

    HttpCalls(Vertx vertx, HttpClient client, Limit bytes) {
        this.vertx = vertx;
        this.client = client;
        this.bytes = bytes;
    }

    /// @param uri absolute
    static RequestOptions options(String method, URI uri) {
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(method))
                .setSsl(tls)
                .setHost(uri.getHost())
                .setPort(port(uri, tls))
                .setServer(SocketAddress.inetSocketAddress(port(uri, tls), withoutBrackets(uri.getHost())))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setConnectTimeout(CONNECT.toMillis());
    }

    /// An address of IPv6 is in brackets in a URL only (RFC 3986, section 3.2.2).
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri, boolean tls) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return tls ? HTTPS : HTTP;
    }

    HttpReply call(RequestOptions options, Optional<String> body, Duration limit) throws InterruptedException {
        Sent sent = new Sent();
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        // All of it on one event loop: from this thread a response might be read to its end before it is looked at.
        vertx.getOrCreateContext()
                .runOnContext(begin -> client.request(options)
                        .compose(http -> sent.on(http, body))
                        .compose(response -> BoundedBody.of(response, bytes.max())
                                .<HttpReply>map(read -> new HttpReply.Answered(
                                        response.statusCode(),
                                        read,
                                        Optional.ofNullable(response.getHeader("Location")))))
                        .onComplete(answer::complete, answer::completeExceptionally));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new HttpReply.Silent("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new HttpReply.Silent(options.getHost() + ":" + options.getPort() + ": "
                    + cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()));
        } finally {
            if (!answer.isDone()) {
                sent.giveUp();
            }
        }
    }

    /// A request that may be given up before it has a connection: it is not sent then.
    private static final class Sent {
        private @Nullable HttpClientRequest http;
        private boolean over;

        synchronized Future<HttpClientResponse> on(HttpClientRequest connected, Optional<String> body) {
            http = connected;
            if (over) {
                connected.reset();
                return Future.failedFuture("given up");
            }
            return body.isPresent() ? connected.send(body.get()) : connected.send();
        }

        synchronized void giveUp() {
            over = true;
            if (http != null) {
                http.reset();
            }
        }
    }
}
