package dev.mcp2026.examples.identity;

import io.spiffe.provider.SpiffeSslContextFactory;
import io.spiffe.provider.SpiffeSslContextFactory.SslContextOptions;
import io.spiffe.workloadapi.X509Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/// Calls billing, and accepts nobody else in its place: whatever answers at the address, its SPIFFE ID decides.
final class BillingClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final X509Source source;
    private final HttpRequest invoice;

    BillingClient(X509Source source, int port) {
        this.source = source;
        this.invoice = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/invoice"))
                .timeout(TIMEOUT)
                .build();
    }

    /// One call and who was met by it.
    record Answer(Shown me, Shown peer, String text) {}

    /// Over a connection of its own, so that each call shows which certificates are in use by now. In a real service
    /// open connections and resumed sessions go on with those that they began with, rightly, and show the old ones.
    ///
    /// @throws IOException also when either end refuses the other
    Answer call() throws IOException, InterruptedException, GeneralSecurityException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls())
                .connectTimeout(TIMEOUT)
                .build()) {
            HttpResponse<String> response = http.send(invoice, HttpResponse.BodyHandlers.ofString());
            SSLSession session = response.sslSession().orElseThrow();
            return new Answer(Shown.byMe(session), Shown.byPeer(session), response.body());
        }
    }

    private SSLContext tls() throws GeneralSecurityException {
        return SpiffeSslContextFactory.getSslContext(SslContextOptions.builder()
                .sslProtocol("TLSv1.3")
                .x509Source(source)
                .acceptedSpiffeIdsSupplier(() -> Set.of(Workload.BILLING.spiffeId()))
                .build());
    }
}
