package dev.mcp2026.benchmarks.mesh.load;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.Credentials;
import dev.mcp2026.http3.HandshakeLimits;
import dev.mcp2026.http3.ServerTls;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;

/// One end's SVID as the TLS stacks want it. Both transports prove themselves with it and ask it of the other end.
record Identity(SvidFiles files, TlsMaterial material, SpiffeTrustManager trust) {
    private static final String SERVICE = "registry";

    static Identity server(Path trustDirectory) throws GeneralSecurityException, IOException {
        return of(trustDirectory, "cell1", "cell2");
    }

    static Identity client(Path trustDirectory) throws GeneralSecurityException, IOException {
        return of(trustDirectory, "cell2", "cell1");
    }

    /// @param peer the one cell that is taken for the other end
    static Identity of(Path trustDirectory, String self, String peer) throws GeneralSecurityException, IOException {
        SvidFiles files = new TrustDirectory(trustDirectory).svid(role(self));
        TlsMaterial material = TlsMaterial.read(files);
        SpiffeTrustManager trust = new SpiffeTrustManager(
                material.bundle(), id -> id.path().equals(role(peer).path()), peer);
        return new Identity(files, material, trust);
    }

    private static Role role(String cell) {
        return new Role.CellService(new CellId(cell), SERVICE);
    }

    ServerTls quicServer() throws GeneralSecurityException, IOException {
        return ServerTls.of(credentials(), HandshakeLimits.defaults(), InstantSource.system());
    }

    /// A new one remembers no session.
    ClientTls quicClient() throws GeneralSecurityException, IOException {
        return ClientTls.of(credentials());
    }

    private Credentials credentials() throws GeneralSecurityException, IOException {
        return new Credentials(material.keyManagers(), chain -> trust.checkServerTrusted(chain, "UNKNOWN"));
    }

    /// A new one remembers no session.
    SslContext tlsClient() throws GeneralSecurityException, IOException {
        return GrpcSslContexts.forClient()
                .keyManager(material.keyManagers())
                .trustManager(trust)
                .protocols("TLSv1.3")
                .build();
    }
}
