package dev.mcp2026.benchmarks.saga;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client of an LRA coordinator, of whichever make.
final class LraClient implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final long CALL_SECONDS = 120;

    private final int port;
    private final HttpClient coordinator;
    private final HttpClient shops;

    /// @param options of the way to the coordinator: TLS or not
    LraClient(Vertx vertx, int port, HttpClientOptions options) {
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS);
        this.port = port;
        this.coordinator = vertx.createHttpClient(options, pool);
        this.shops = vertx.createHttpClient(pool);
    }

    /// One LRA: started, both participants called and joined, closed.
    void run(List<Shop> participants) throws Exception {
        String lra =
                send(coordinator, HttpMethod.POST, port, "/lra-coordinator/start?ClientID=bench&TimeLimit=0", null);
        String path = lra.substring(lra.indexOf("/lra-coordinator/"));
        for (Shop shop : participants) {
            send(shops, HttpMethod.POST, shop.port(), "/action", null);
            send(coordinator, HttpMethod.PUT, port, path + "?TimeLimit=0", link(shop));
        }
        String end = send(coordinator, HttpMethod.PUT, port, path + "/close", null);
        if (!end.contains("Closed")) {
            throw new IllegalStateException("the LRA ended as " + end);
        }
    }

    private static String link(Shop shop) {
        String url = "http://" + shop.address();
        return "<" + url + "/complete>; rel=\"complete\"; title=\"complete URI\"; type=\"text/plain\",<" + url
                + "/compensate>; rel=\"compensate\"; title=\"compensate URI\"; type=\"text/plain\"";
    }

    /// The body is asked for in the chain: a response that is looked at later has lost it.
    private static String send(HttpClient client, HttpMethod method, int at, String path, @Nullable String link)
            throws Exception {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.add("Content-Type", "text/plain").add("Accept", "text/plain, application/json");
        if (link != null) {
            headers.add("Link", link);
        }
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(at)
                .setMethod(method)
                .setURI(path)
                .setHeaders(headers);
        return client.request(options)
                .compose(request -> request.send("").compose(LraClient::read))
                .toCompletionStage()
                .toCompletableFuture()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
    }

    private static Future<String> read(HttpClientResponse response) {
        return response.body().map(body -> {
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(response.statusCode() + " " + body);
            }
            return body.toString();
        });
    }

    @Override
    public void close() {
        coordinator.close();
        shops.close();
    }
}
