package dev.mcp2026.lratck;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.lra.annotation.LRAStatus;

/// A coordinator as its observers see it: the part of Narayana's API that only reads.
final class Coordinator implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final URI base;
    private final Optional<Path> token;
    private final HttpClient http;

    private Coordinator(URI base, Optional<Path> token, HttpClient http) {
        this.base = base;
        this.token = token;
        this.http = http;
    }

    static Coordinator of(Settings settings) throws GeneralSecurityException, IOException {
        return new Coordinator(
                URI.create(settings.get(Settings.COORDINATOR)),
                settings.find(Settings.TOKEN_FILE).map(Path::of),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .sslContext(CoordinatorTls.of(settings))
                        .build());
    }

    /// Empty: it does not know this LRA, or no longer.
    Optional<LRAStatus> status(URI lra) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(URI.create(withoutQuery(lra) + "/status"), "text/plain");
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(LRAStatus.valueOf(answer.body().strip().replace("\"", "")));
            case 404, 410 -> Optional.empty();
            default -> throw unexpected(answer);
        };
    }

    /// Whether someone who took part in this LRA has still to be told. Narayana's coordinator tries to, once, before it
    /// answers. The list is searched as text: what stands beside the identity in it is no business of the TCK's.
    boolean isRecovering(URI lra) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(URI.create(base + "/recovery"), "application/json");
        return switch (answer.statusCode()) {
            case 200 -> answer.body().contains(withoutQuery(lra));
            case 404 -> false;
            default -> throw unexpected(answer);
        };
    }

    private HttpResponse<String> get(URI what, String type) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(what).timeout(ANSWER_LIMIT).header("Accept", type);
        if (token.isPresent()) {
            request.header("Authorization", BearerToken.header(token.get()));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static IOException unexpected(HttpResponse<String> answer) {
        return new IOException(
                "GET %s was answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
    }

    /// A nested LRA's identity has its parent's as a query.
    private static String withoutQuery(URI lra) {
        String text = lra.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    @Override
    public void close() {
        http.close();
    }
}
