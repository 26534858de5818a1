package dev.mcp2026.coordinator.participant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.Call;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Participants that speak HTTP. 2xx is success; a status that says that the same request can't do better is a refusal
/// (RFC 9110, section 15.5); all else may have had its effect.
public final class HttpParticipants {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    /// 408, 425 and 429 ask to come again; 421 is of another connection.
    private static final Set<Integer> AGAIN = Set.of(408, 421, 425, 429);

    private final HttpClient client;
    private final Addresses addresses;
    private final Limit resultBytes;

    public HttpParticipants(HttpClient client, Addresses addresses, Limit resultBytes) {
        this.client = client;
        this.addresses = addresses;
        this.resultBytes = resultBytes;
    }

    Outcome call(Request request, Call.Http call) throws InterruptedException {
        RequestOptions options = options(request, call);
        Optional<String> body =
                call.body().map(each -> each.value(request.scope()).toString());
        Sent sent = new Sent();
        CompletableFuture<Answer> answer = client.request(options)
                .compose(http -> sent.on(http, body))
                .compose(response -> BoundedBody.of(response, resultBytes.max())
                        .map(read -> new Answer(response.statusCode(), read)))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return outcome(request, answer.get(request.limit().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return new Outcome.Unknown("no answer within " + request.limit().toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Outcome.Unknown(options.getHost() + ":" + options.getPort() + ": "
                    + cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()));
        } finally {
            if (!answer.isDone()) {
                sent.giveUp();
            }
        }
    }

    private record Answer(int status, BoundedBody body) {}

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

    private RequestOptions options(Request request, Call.Http call) {
        URI uri = addresses.uri(request.tenant(), call.url().text(request.scope()));
        boolean tls = uri.getScheme().equalsIgnoreCase("https");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setSsl(tls)
                .setHost(uri.getHost())
                .setPort(port(uri, tls))
                .setServer(SocketAddress.inetSocketAddress(port(uri, tls), withoutBrackets(uri.getHost())))
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setConnectTimeout(CONNECT.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json");
        call.headers()
                .forEach((name, value) ->
                        options.putHeader(name, value.text(request.scope()).strip()));
        CallHeaders.http(request).forEach(options::putHeader);
        return options;
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

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Outcome outcome(Request request, Answer answer) {
        int status = answer.status();
        BoundedBody body = answer.body();
        if (status >= 200 && status < 300) {
            if (body.whole()) {
                return new Outcome.Success(result(body.bytes()));
            }
            // Nobody reads what a compensation gives.
            return request.side() == Side.COMPENSATION
                    ? new Outcome.Success(NullNode.instance)
                    : Shown.tooLarge(resultBytes);
        }
        String said = status + " " + Shown.text(new String(body.bytes(), StandardCharsets.UTF_8));
        return status >= 400 && status < 500 && !AGAIN.contains(status)
                ? new Outcome.Refusal(said.strip())
                : new Outcome.Unknown(said.strip());
    }

    /// JSON as it is; other text as a string.
    private static JsonNode result(byte[] body) {
        if (body.length == 0) {
            return NullNode.instance;
        }
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
        }
    }
}
