package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.TlsMaterial;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Fetches bundles over HTTPS with both profiles of SPIFFE Federation, section 5.2. Each fetch has a connection of its
/// own, since the bundle that authenticates it may be another one the next time. Redirects are not followed: where
/// the bundle is, is the operator's to say.
public final class BundleFetcher implements BundleSource {
    private static final int OK = 200;

    private final FetchSettings settings;
    private final InstantSource clock;

    /// @param clock what certificates' dates are compared with
    public BundleFetcher(FetchSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public TrustBundle fetch(Federation federation, Map<String, TrustBundle> known) {
        HttpClient client = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .sslContext(context(federation, known))
                .build();
        try {
            HttpRequest request = HttpRequest.newBuilder(federation.endpoint())
                    .header("accept", "application/json")
                    .GET()
                    .build();
            HttpResponse<byte[]> response = send(client, request, federation);
            if (response.statusCode() != OK) {
                throw unavailable(federation, "it answered with status " + response.statusCode());
            }
            return BundleDocument.parse(federation.trustDomain(), response.body());
        } finally {
            client.shutdownNow();
        }
    }

    /// The client's own timeout ends with the headers, and a body may trickle for ever.
    private HttpResponse<byte[]> send(HttpClient client, HttpRequest request, Federation federation) {
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BundleDocument.BYTES.max()));
        try {
            return response.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw unavailable(federation, "it did not answer within " + settings.timeout());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable(federation, "the fetch was interrupted");
        } catch (ExecutionException failed) {
            throw explained(federation, failed.getCause());
        } finally {
            response.cancel(true);
        }
    }

    private SSLContext context(Federation federation, Map<String, TrustBundle> known) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(federation, known), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalStateException("the JDK can't set up TLS", unusable);
        }
    }

    /// @return null for the JDK's own
    private TrustManager @Nullable [] trust(Federation federation, Map<String, TrustBundle> known)
            throws GeneralSecurityException, IOException {
        return switch (federation.profile()) {
            case HTTPS_WEB ->
                settings.webAuthorities().isEmpty()
                        ? null
                        : new TlsMaterial(null, settings.webAuthorities())
                                .trustManagers()
                                .getTrustManagers();
            case HTTPS_SPIFFE -> {
                SpiffeId endpoint = federation.endpointId().orElseThrow();
                TrustBundle bundle = known.get(endpoint.trustDomain());
                if (bundle == null) {
                    throw unavailable(
                            federation, "there is no bundle of " + endpoint.trustDomain() + " yet to recognize it by");
                }
                yield new TrustManager[] {new EndpointTrust(endpoint, bundle, clock)};
            }
        };
    }

    private static FaultException explained(Federation federation, @Nullable Throwable failure) {
        Throwable root = failure;
        boolean tls = failure instanceof SSLException;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
            tls |= root instanceof SSLException;
        }
        String why = why(root);
        return tls
                ? Faults.of(
                        FaultKind.UNAUTHENTICATED,
                        "the bundle endpoint " + federation.endpoint() + " is not the one expected: " + why,
                        "check its certificate, and the federation's profile, SPIFFE ID and initial bundle")
                : unavailable(federation, why);
    }

    /// The JDK's client leaves the message out of the usual ones.
    private static String why(@Nullable Throwable root) {
        return switch (root) {
            case null -> "unknown";
            case UnresolvedAddressException _ -> "its host name is not known";
            case ClosedChannelException _ -> "the connection was refused or closed";
            default -> root.getClass().getSimpleName() + ": " + root.getMessage();
        };
    }

    private static FaultException unavailable(Federation federation, String why) {
        return Faults.of(
                FaultKind.UNAVAILABLE,
                "no bundle from " + federation.endpoint() + ": " + why,
                "check the endpoint and the way there; it is tried again");
    }
}
