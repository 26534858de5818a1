package dev.mcp2026.servicekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustPlan;
import dev.mcp2026.wire.Problem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TrustFixture.class)
class HttpEdgeTest {
    private static final String DEVELOPER =
            TrustPlan.DEVELOPER.in(TrustFixture.DOMAIN).toString();
    private static final String BODY = "/api/v1/probe/body";

    @ConfigProperty(name = "test.trust.root")
    Path root;

    @ConfigProperty(name = "quarkus.http.test-ssl-port")
    int httpPort;

    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    private Clients clients;
    private HttpClient anonymous;

    @BeforeEach
    void connect() throws Exception {
        clients = new Clients(root, httpPort, grpcPort);
        anonymous = clients.http(clients.nobody());
    }

    @AfterEach
    void disconnect() {
        anonymous.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v1/probe/blocking", "/api/v1/nothing", "/q/metrics", "/q/info", "/", "/q/health/../metrics"
            })
    void withoutACredentialThereIsNothing(String path) throws Exception {
        HttpResponse<String> response = get(anonymous, path);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
        assertProblem(response, FaultKind.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/openapi", "/q/swagger-ui/"})
    void probesAndTheDescriptionOfTheApiAreOpen(String path) throws Exception {
        assertThat(get(anonymous, path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocking", "virtual", "reactive"})
    void aCertificateOrATokenIsEnoughOnEveryKindOfThread(String how) throws Exception {
        String path = "/api/v1/probe/" + how;
        assertThat(json(withToken(path)).getString("principal")).isEqualTo(DEVELOPER);
        try (HttpClient cell = clients.http(clients.of(TrustFixture.CELL))) {
            JsonObject answer = json(get(cell, path));
            assertThat(answer.getString("principal"))
                    .isEqualTo(TrustFixture.CELL.in(TrustFixture.DOMAIN).toString());
            assertThat(answer.getString("traceId")).hasSize(32);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer mcp_guess", "Bearer ", "Basic YTpi", "nonsense"})
    void anyOtherTokenIsRefused(String authorization) throws Exception {
        HttpResponse<String> response = anonymous.send(
                request("/api/v1/probe/blocking")
                        .header("authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).doesNotContain("guess", "YTpi");
    }

    @Test
    void certificatesOfAnotherAuthorityOrTimeAreRefused() throws Exception {
        for (TlsMaterial bad :
                new TlsMaterial[] {clients.impostor(TrustPlan.DEVELOPER), clients.of(TrustFixture.EXPIRED)}) {
            try (HttpClient refused = clients.http(bad)) {
                assertThatThrownBy(() -> get(refused, "/q/health/live")).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void noTenantReachesAnotherOrTheProcess() throws Exception {
        try (HttpClient bob = clients.http(clients.of(TrustFixture.TENANT_OPERATOR))) {
            assertThat(get(bob, "/api/v1/probe/blocking?tenant=acme").statusCode())
                    .isEqualTo(200);
            assertProblem(get(bob, "/api/v1/probe/blocking?tenant=other"), FaultKind.PERMISSION_DENIED);
            assertProblem(get(bob, "/q/metrics"), FaultKind.PERMISSION_DENIED);
        }
        assertThat(withToken("/q/metrics").body()).contains("jvm_memory_used_bytes");
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyFaultBecomesItsProblem(FaultKind kind) throws Exception {
        Fault sent = ProbeAnswers.fault(kind).fault();
        for (String how : new String[] {"blocking", "virtual", "reactive"}) {
            HttpResponse<String> response = withToken("/api/v1/probe/" + how + "?fail=" + kind);
            JsonObject problem = assertProblem(response, kind);
            assertThat(response.statusCode())
                    .isEqualTo(Problem.of(sent, null, null).status());
            assertThat(problem.getString("detail")).isEqualTo(sent.detail());
            assertThat(problem.getString("field")).isEqualTo(sent.field());
            assertThat(problem.getString("action")).isEqualTo(sent.action());
            assertThat(problem.getString("instance")).isEqualTo("/api/v1/probe/" + how);
        }
    }

    @Test
    void aBugTellsNothingButItsTraceId() throws Exception {
        HttpResponse<String> response = withToken("/api/v1/probe/blocking?fail=BUG");
        assertThat(assertProblem(response, FaultKind.INTERNAL).getString("traceId"))
                .hasSize(32);
        assertThat(response.body()).doesNotContain("secret", "IllegalState");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'tenant':'acme','checks':[],'extra':1}                  | extra          | known here: checks, tenant
            {'tenant':'acme','checks':[{'name':'a','port':1,'prot':1}]} | checks[0].prot | no such field
            {'tenant':'acme','checks':[{'name':'a','port':70000}]}   | checks[0].port | 70000 is no port
            {'tenant':'acme','checks':[{'name':'a','port':'80'}]}    | checks[0].port | line 1, column
            {'tenant':'acme','checks':[{'name':'a','port':1.5}]}     | checks[0].port | line 1, column
            {'tenant':'acme','checks':7}                             | checks         | an array is expected here
            []                                                       |                | an object is expected here
            {'tenant':'Acme Ltd','checks':[]}                        | tenant         | not a valid tenant
            {'tenant':'acme','tenant':'other','checks':[]}           |                | Duplicate field 'tenant'
            {'tenant':'acme','checks':[]} x                          |                | line 1, column
            {'tenant':'acme',                                        |                | line 1, column
            not json                                                 |                | line 1, column
            """)
    void aWrongBodyIsToldWhatAndWhere(String body, String field, String says) throws Exception {
        HttpResponse<String> response = post(BodyPublishers.ofString(body.replace('\'', '"')), "application/json");
        assertThat(response.statusCode()).isEqualTo(400);
        JsonObject problem = assertProblem(response, FaultKind.INVALID_ARGUMENT);
        assertThat(problem.getString("field")).isEqualTo(field);
        assertThat(problem.getString("detail") + problem.getString("action")).contains(says);
        assertThat(response.body()).doesNotContain("dev.mcp2026", "com.fasterxml", "java.lang");
    }

    @Test
    void aParameterThatCannotBeReadIsNamed() throws Exception {
        HttpResponse<String> response = anonymous.send(
                bearer(request(BODY + "?number=many"))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"tenant\":\"acme\",\"checks\":[]}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        JsonObject problem = assertProblem(response, FaultKind.INVALID_ARGUMENT);
        assertThat(problem.getString("field")).isEqualTo("number");
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhetherItSaysItsLengthOrNot() throws Exception {
        byte[] large = ("{\"tenant\":\"" + "a".repeat(8192) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> says = post(BodyPublishers.ofByteArray(large), "application/json");
        assertThat(says.statusCode()).isEqualTo(413);
        assertThat(assertProblem(says, FaultKind.LIMIT_EXCEEDED).getString("action"))
                .contains("mcp.http.max-body-size");
        HttpResponse<String> saysNot =
                post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)), "application/json");
        assertThat(saysNot.statusCode()).isEqualTo(413);
    }

    @Test
    void whatHttpItselfRefusesIsAProblemToo() throws Exception {
        assertThat(assertProblem(withToken("/api/v1/nothing"), FaultKind.NOT_FOUND)
                        .getInteger("status"))
                .isEqualTo(404);
        assertThat(assertProblem(withToken("/elsewhere"), FaultKind.NOT_FOUND).getInteger("status"))
                .isEqualTo(404);
        HttpResponse<String> wrongMethod = withToken(BODY);
        assertThat(assertProblem(wrongMethod, FaultKind.INVALID_ARGUMENT).getInteger("status"))
                .isEqualTo(405);
        HttpResponse<String> wrongType = post(BodyPublishers.ofString("a: b"), "application/yaml");
        assertThat(assertProblem(wrongType, FaultKind.INVALID_ARGUMENT).getInteger("status"))
                .isEqualTo(415);
    }

    @Test
    void theDescriptionNamesCredentialsAndProblems() throws Exception {
        String description = get(anonymous, "/q/openapi").body();
        assertThat(description).contains("bearer", "mutualTLS", "application/problem+json", "MCP 2026 probe");
    }

    private HttpResponse<String> withToken(String path) throws Exception {
        return anonymous.send(bearer(request(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(BodyPublisher body, String type) throws Exception {
        return anonymous.send(
                bearer(request(BODY)).header("content-type", type).POST(body).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + httpPort + path));
    }

    private HttpRequest.Builder bearer(HttpRequest.Builder request) throws Exception {
        return request.header("authorization", "Bearer " + clients.token());
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private static JsonObject assertProblem(HttpResponse<String> response, FaultKind kind) {
        assertThat(response.headers().firstValue("content-type"))
                .as(response.statusCode() + " " + response.body())
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("kind")).isEqualTo(kind.name());
        assertThat(problem.getInteger("status")).isEqualTo(response.statusCode());
        return problem;
    }
}
