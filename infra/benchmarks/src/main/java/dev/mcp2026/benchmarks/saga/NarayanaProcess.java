package dev.mcp2026.benchmarks.saga;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The Narayana LRA coordinator as a process, and a client of it.
final class NarayanaProcess implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final long CALL_SECONDS = 120;

    private final ManagedProcess process;
    private final int port;
    private final HttpClient client;

    private NarayanaProcess(ManagedProcess process, int port, HttpClient client) {
        this.process = process;
        this.port = port;
        this.client = client;
    }

    static NarayanaProcess start(Bench bench, Vertx vertx) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "narayana-");
        int port = FreePort.find();
        Path jar = bench.root().resolve("infra/benchmarks/narayana/target/narayana.jar");
        ManagedProcess process = ManagedProcess.start(
                "narayana",
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseG1GC",
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx512m",
                        "-jar",
                        jar.toString(),
                        Integer.toString(port),
                        folder.resolve("store").toString()));
        process.awaitPort(new InetSocketAddress("127.0.0.1", port), Duration.ofSeconds(60));
        return new NarayanaProcess(
                process, port, vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS)));
    }

    /// One LRA: started, both participants called and joined, closed.
    void run(List<Shop> shops) throws Exception {
        String lra = send(HttpMethod.POST, port, "/lra-coordinator/start?ClientID=bench&TimeLimit=0", null);
        String path = lra.substring(lra.indexOf("/lra-coordinator/"));
        for (Shop shop : shops) {
            send(HttpMethod.POST, shop.port(), "/action", null);
            send(HttpMethod.PUT, port, path + "?TimeLimit=0", link(shop));
        }
        String end = send(HttpMethod.PUT, port, path + "/close", null);
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
    private String send(HttpMethod method, int at, String path, @Nullable String link) throws Exception {
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
                .compose(request -> request.send("").compose(NarayanaProcess::read))
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

    double residentMiB() {
        return ResidentMemory.of(process.pid());
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
