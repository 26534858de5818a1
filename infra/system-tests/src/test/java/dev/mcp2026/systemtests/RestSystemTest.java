package dev.mcp2026.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustPlan;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The REST door from outside: what is refused, how it is said, and that nothing of it was applied.
class RestSystemTest {
    private static final String INSTANCE = "/api/v1/tenants/shop/services/web/instances/web-1";
    private static TwoCells cells;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        cells = new TwoCells();
        client = HttpClient.newBuilder()
                .sslContext(TlsMaterial.read(cells.trust.svid(TrustPlan.DEVELOPER))
                        .withoutSvid()
                        .sslContext())
                .build();
    }

    @AfterAll
    static void stop() {
        if (cells != null) {
            cells.close();
        }
    }

    private static HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + cells.one.httpPort + path))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(cells.trust.token()).strip())
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> put(String body) throws Exception {
        return client.send(
                request(INSTANCE).PUT(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"endpoints":[{"host":"127.0.0.1","port":80}],"colour":"red"}                     | 400 | colour
            {"endpoints":[{"host":"not a host","port":80}]}                                   | 400 | endpoints[0].host
            {"endpoints":[{"host":"127.0.0.1","port":0}]}                                     | 400 | endpoints[0].port
            {"endpoints":[{"host":"127.0.0.1","port":80}],"checks":[{"interval":"5 years"}]}  | 400 | checks[0]
            {"endpoints":[{"host":"127.0.0.1","port":80}],"lease":"soon"}                     | 400 | lease
            {"endpoints":[]}                                                                  | 400 | endpoints
            {"endpoints":                                                                     | 400 | line
            """)
    void aRefusalNamesTheFieldAndNothingIsApplied(String body, int status, String named) throws Exception {
        HttpResponse<String> answer = put(body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(named);
        assertThat(get("/api/v1/instances?tenant=shop&service=web").body()).contains("\"instances\":[]");
    }

    @Test
    void tooManyLabelsAreALimitByName() throws Exception {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            labels.append(i == 0 ? "" : ",").append("\"l").append(i).append("\":\"v\"");
        }
        HttpResponse<String> answer =
                put("{\"endpoints\":[{\"host\":\"127.0.0.1\",\"port\":80}],\"labels\":{" + labels + "}}");
        assertThat(answer.statusCode()).isBetween(400, 429);
        assertThat(answer.body()).contains("mcp.registry.limits.labels");
    }

    @Test
    void anOversizeBodyIsRefused() throws Exception {
        HttpResponse<String> answer = put("{\"region\":\"" + "x".repeat(2_000_000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void withoutACredentialNothingIsTold() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + cells.one.httpPort + "/api/v1/cells"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("cell2");
    }

    @Test
    void registerReadWatchAndDeregister() throws Exception {
        String path = "/api/v1/tenants/shop/services/rest/instances/rest-1";
        HttpResponse<String> created = client.send(
                request(path)
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"endpoints\":[{\"host\":\"127.0.0.1\",\"port\":80}],\"labels\":{\"tier\":\"web\"}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(get("/api/v1/instances?tenant=shop&labels=tier%3Dweb").body())
                .contains("rest-1");
        HttpResponse<java.util.stream.Stream<String>> events = client.send(
                request("/api/v1/watch?tenant=shop&service=rest").GET().build(), HttpResponse.BodyHandlers.ofLines());
        try (java.util.stream.Stream<String> lines = events.body()) {
            assertThat(lines.filter(line -> line.startsWith("data:"))
                            .findFirst()
                            .orElse(""))
                    .contains("rest-1");
        }
        HttpResponse<String> gone = client.send(request(path).DELETE().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(get("/q/openapi").body()).contains("/api/v1/instances");
        assertThat(get("/q/health/ready").body()).contains("UP");
    }
}
