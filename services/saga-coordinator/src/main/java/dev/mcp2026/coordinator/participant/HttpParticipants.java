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
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// Participants that speak HTTP. 2xx is success; a status that says that the same request can't do better is a refusal
/// (RFC 9110, section 15.5); all else may have had its effect.
public final class HttpParticipants {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// 408, 425 and 429 ask to come again; 421 is of another connection.
    private static final Set<Integer> AGAIN = Set.of(408, 421, 425, 429);

    private final HttpCalls calls;
    private final Addresses addresses;
    private final Limit resultBytes;

    public HttpParticipants(Vertx vertx, HttpClient client, Addresses addresses, Limit resultBytes) {
        this.calls = new HttpCalls(vertx, client, resultBytes);
        this.addresses = addresses;
        this.resultBytes = resultBytes;
    }

    Outcome call(Request request, Call.Http call) throws InterruptedException {
        RequestOptions options = options(request, call);
        Optional<String> body =
                call.body().map(each -> each.value(request.scope()).toString());
        return switch (calls.call(options, body, request.limit())) {
            case HttpReply.Answered answer -> outcome(request, answer);
            case HttpReply.Silent silent -> new Outcome.Unknown(silent.why());
        };
    }

    private RequestOptions options(Request request, Call.Http call) {
        URI uri = addresses.uri(request.tenant(), call.url().text(request.scope()));
        RequestOptions options = HttpCalls.options(call.method(), uri)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json");
        call.headers()
                .forEach((name, value) ->
                        options.putHeader(name, value.text(request.scope()).strip()));
        CallHeaders.http(request).forEach(options::putHeader);
        return options;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Outcome outcome(Request request, HttpReply.Answered answer) {
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
