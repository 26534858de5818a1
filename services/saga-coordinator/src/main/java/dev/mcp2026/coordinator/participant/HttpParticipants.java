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
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Participants that speak HTTP. 2xx is success; a status that says that the same request can't do better is a refusal
/// (RFC 9110, section 15.5); all else may have had its effect.
public final class HttpParticipants {
    private static final ObjectMapper JSON = new ObjectMapper();
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
        HttpRequest http = http(request, call);
        CompletableFuture<HttpResponse<BoundedBody>> answer =
                client.sendAsync(http, BoundedBody.upTo(resultBytes.max()));
        try {
            return outcome(request, answer.get(request.limit().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return new Outcome.Unknown("no answer within " + request.limit().toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Outcome.Unknown(http.uri().getAuthority() + ": "
                    + cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage()));
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest http(Request request, Call.Http call) {
        URI uri = addresses.uri(request.tenant(), call.url().text(request.scope()));
        HttpRequest.Builder http = HttpRequest.newBuilder(uri)
                .timeout(request.limit())
                .method(
                        call.method(),
                        call.body()
                                .map(body -> HttpRequest.BodyPublishers.ofString(
                                        body.value(request.scope()).toString()))
                                .orElseGet(HttpRequest.BodyPublishers::noBody))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        call.headers().forEach((name, value) -> http.header(name, value.text(request.scope())));
        CallHeaders.http(request).forEach(http::header);
        return http.build();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Outcome outcome(Request request, HttpResponse<BoundedBody> response) {
        int status = response.statusCode();
        BoundedBody body = response.body();
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
