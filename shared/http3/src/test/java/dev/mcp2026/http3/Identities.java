package dev.mcp2026.http3;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import io.netty.handler.ssl.ClientAuth;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/// A trust domain with two cells, and what each end of a connection makes of it.
final class Identities {
    static final Role SERVER = new Role.CellService(new CellId("cell1"), "registry");
    static final Role CLIENT = new Role.CellService(new CellId("cell2"), "registry");

    private final TrustDirectory directory;

    Identities(String trustDomain) {
        try {
            Path folder = Files.createTempDirectory("mesh-trust");
            directory = new TrustDirectory(folder);
            List<CellId> cells = List.of(new CellId("cell1"), new CellId("cell2"));
            new TrustInit(directory, InstantSource.system(), new SecureRandom())
                    .run(TrustPlan.of(trustDomain, cells, List.of("registry")));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    TlsMaterial of(Role role) {
        try {
            return TlsMaterial.read(directory.svid(role));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    TrustDirectory.SvidFiles files(Role role) {
        return directory.svid(role);
    }

    SpiffeTrustManager trusting(Predicate<SpiffeId> expected) {
        try {
            return new SpiffeTrustManager(of(SERVER).bundle(), expected, "another");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    QuicSslContext server() {
        return context(QuicSslContextBuilder.forServer(keys(SERVER), null), true);
    }

    QuicSslContext client(Role role) {
        return context(QuicSslContextBuilder.forClient().keyManager(keys(role), null), false);
    }

    private javax.net.ssl.KeyManagerFactory keys(Role role) {
        try {
            return of(role).keyManagers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private QuicSslContext context(QuicSslContextBuilder builder, boolean server) {
        if (server) {
            builder.clientAuth(ClientAuth.REQUIRE);
        }
        return builder.trustManager(trusting(id -> true))
                .applicationProtocols("h3")
                .earlyData(true)
                .build();
    }

    /// Accepts whom `expected` accepts.
    PeerVerifier verifier(Predicate<SpiffeId> expected) {
        SpiffeTrustManager manager = trusting(expected);
        return chain -> manager.checkServerTrusted(chain, "UNKNOWN");
    }
}
