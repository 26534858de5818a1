package dev.mcp2026.examples.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.spiffe.provider.SpiffeKeyManager;
import io.spiffe.provider.SpiffeTrustManager;
import io.spiffe.provider.SpiffeVerificationException;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.workloadapi.X509Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// `GET /invoice` over mutual TLS on loopback, for [Workload#WEB] alone.
final class BillingServer implements AutoCloseable {
    private final HttpsServer server;
    private final AtomicInteger invoices = new AtomicInteger();

    /// @param port 0 for any free one
    BillingServer(X509Source source, int port) throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(source)) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
                parameters.setNeedClientAuth(true);
                connection.setSSLParameters(parameters);
            }
        });
        server.createContext("/invoice", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /// `SpiffeSslContextFactory` with its set of accepted IDs would do; a verifier of one's own can also say whom it
    /// refused. Both managers ask the source at each handshake, so a renewed SVID needs nothing here.
    private static SSLContext tls(X509Source source) throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(
                new KeyManager[] {new SpiffeKeyManager(source)},
                new TrustManager[] {new SpiffeTrustManager(source, (caller, chain) -> accept(caller))},
                null);
        return tls;
    }

    private static void accept(SpiffeId caller) throws SpiffeVerificationException {
        if (!caller.equals(Workload.WEB.spiffeId())) {
            System.out.println("billing refuses " + caller);
            throw new SpiffeVerificationException(caller + " may not call billing");
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Shown caller = Shown.byPeer(((HttpsExchange) exchange).getSSLSession());
        byte[] invoice =
                ("invoice " + invoices.incrementAndGet() + " for " + caller.title()).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, invoice.length);
            exchange.getResponseBody().write(invoice);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
