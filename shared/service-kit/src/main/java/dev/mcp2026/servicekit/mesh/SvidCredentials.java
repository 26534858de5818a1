package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.Credentials;
import dev.mcp2026.http3.HandshakeLimits;
import dev.mcp2026.http3.PeerVerifier;
import dev.mcp2026.http3.ServerTls;
import dev.mcp2026.mesh.node.MeshCredentials;
import dev.mcp2026.mesh.node.MeshPeer;
import dev.mcp2026.servicekit.principal.TrustConfig;
import dev.mcp2026.servicekit.tls.SvidSource;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/// This process' SVID for both ends of mesh connections. New connections use renewed files; open ones go on.
@Singleton
class SvidCredentials implements MeshCredentials {
    private static final Logger LOG = Logger.getLogger(SvidCredentials.class);

    private final String domain;
    private final ServerTls server;
    private final Map<SpiffeId, ClientTls> clients = new ConcurrentHashMap<>();
    private volatile TlsMaterial material;

    SvidCredentials(TrustConfig trust, SvidSource source) {
        this.domain = trust.domain();
        try {
            this.material = source.current();
            this.server = ServerTls.of(serving(material), HandshakeLimits.defaults(), InstantSource.system());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the SVID can't be used: " + e.getMessage(), e);
        }
        source.listen(this::exchange);
        TlsMaterial now = source.current();
        if (!now.equals(material)) {
            // It changed before anybody listened.
            exchange(now);
        }
    }

    ServerTls server() {
        return server;
    }

    @Override
    public ClientTls http3(MeshPeer peer) {
        ClientTls known = clients.get(id(peer));
        return known == null ? made(peer) : known;
    }

    /// Not while the SVID is exchanged: it would have the old one until the next exchange.
    private synchronized ClientTls made(MeshPeer peer) {
        return clients.computeIfAbsent(id(peer), id -> {
            try {
                return ClientTls.of(calling(material, id));
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException("the SVID can't be used: " + e.getMessage(), e);
            }
        });
    }

    @Override
    public SslContext http2(MeshPeer peer) {
        try {
            TlsMaterial now = material;
            return GrpcSslContexts.forClient()
                    .keyManager(now.keyManagers())
                    .trustManager(trusting(now, id(peer)::equals, id(peer).toString()))
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException | GeneralSecurityException e) {
            throw new IllegalStateException("the SVID can't be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SpiffeId id(MeshPeer peer) {
        return new Role.CellService(peer.cell(), peer.service()).in(domain);
    }

    private synchronized void exchange(TlsMaterial next) {
        try {
            material = next;
            server.exchange(serving(next));
            for (Map.Entry<SpiffeId, ClientTls> client : clients.entrySet()) {
                client.getValue().exchange(calling(next, client.getKey()));
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.warnf("the mesh goes on with the SVID that it has: %s", e.getMessage());
        }
    }

    /// Whoever is of the trust domain may connect; what it may do is decided call by call.
    private Credentials serving(TlsMaterial now) throws GeneralSecurityException, IOException {
        SpiffeTrustManager manager = trusting(now, id -> id.isMemberOf(domain), "a member of " + domain);
        return new Credentials(now.keyManagers(), chain -> manager.checkClientTrusted(chain, "UNKNOWN"));
    }

    private Credentials calling(TlsMaterial now, SpiffeId peer) throws GeneralSecurityException, IOException {
        SpiffeTrustManager manager = trusting(now, peer::equals, peer.toString());
        PeerVerifier verifier = chain -> manager.checkServerTrusted(chain, "UNKNOWN");
        return new Credentials(now.keyManagers(), verifier);
    }

    private static SpiffeTrustManager trusting(TlsMaterial now, Predicate<SpiffeId> expected, String expectation)
            throws GeneralSecurityException, IOException {
        return new SpiffeTrustManager(now.bundle(), expected, expectation);
    }
}
