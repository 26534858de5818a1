package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.registry.replication.grpc.ChannelFactory;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.SpiffeTrustManager;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Connections to peer registries with this process' SVID, accepting just the one peer that is meant.
record SpiffeChannels(Path svid, String address, SpiffeId peer) implements ChannelFactory {
    private static final int KEEP_ALIVE_SECONDS = 20;

    @Override
    public ManagedChannel open() {
        return NettyChannelBuilder.forTarget("dns:///" + address)
                .sslContext(tls())
                // The peer is checked by its SPIFFE ID; this name only fills the authority header.
                .overrideAuthority("registry." + peer.path().get(1))
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .disableRetry()
                .build();
    }

    private SslContext tls() {
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(
                            svid.resolve("cert.pem").toFile(),
                            svid.resolve("key.pem").toFile())
                    .trustManager(new SpiffeTrustManager(bundle(), peer::equals, peer.toString()))
                    .protocols("TLSv1.3")
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the SVID in " + svid + " can't be used: " + e.getMessage(),
                    "make it again with: mcpctl trust init");
        }
    }

    private Collection<X509Certificate> bundle() throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(svid.resolve("bundle.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .collect(java.util.stream.Collectors.collectingAndThen(
                            java.util.stream.Collectors.toList(), List::copyOf));
        }
    }
}
