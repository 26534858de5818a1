package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.registry.replication.grpc.ChannelFactory;
import dev.mcp2026.servicekit.tls.SvidSource;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;

/// Connections to peer registries with this process' SVID, accepting just the one peer that is meant.
record SpiffeChannels(SvidSource svids, String address, SpiffeId peer) implements ChannelFactory {
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
        TlsMaterial now = svids.current();
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(now.keyManagers())
                    .trustManager(new SpiffeTrustManager(now.bundle(), peer::equals, peer.toString()))
                    .protocols("TLSv1.3")
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE, "the SVID can't be used: " + e.getMessage(), "look at where it comes from");
        }
    }
}
