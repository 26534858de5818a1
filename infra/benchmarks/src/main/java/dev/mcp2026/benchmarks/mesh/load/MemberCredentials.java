package dev.mcp2026.benchmarks.mesh.load;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.mesh.node.MeshCredentials;
import dev.mcp2026.mesh.node.MeshPeer;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A member's SVID, which does not change while the bench runs.
final class MemberCredentials implements MeshCredentials {
    private final Path trustDirectory;
    private final String self;
    private final Map<MeshPeer, ClientTls> clients = new ConcurrentHashMap<>();

    MemberCredentials(Path trustDirectory, String self) {
        this.trustDirectory = trustDirectory;
        this.self = self;
    }

    @Override
    public ClientTls http3(MeshPeer peer) {
        return clients.computeIfAbsent(peer, one -> {
            try {
                Identity identity = identity(one);
                return identity.quicClient();
            } catch (IOException | GeneralSecurityException e) {
                throw unusable(e);
            }
        });
    }

    @Override
    public SslContext http2(MeshPeer peer) {
        try {
            return identity(peer).tlsClient();
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private Identity identity(MeshPeer peer) throws IOException, GeneralSecurityException {
        return Identity.of(trustDirectory, self, peer.cell().value());
    }

    private IllegalStateException unusable(Exception cause) {
        return new IllegalStateException("the SVID of " + self + " can't be used: " + cause.getMessage(), cause);
    }
}
