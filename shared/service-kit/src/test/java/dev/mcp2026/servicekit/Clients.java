package dev.mcp2026.servicekit;

import dev.mcp2026.http3.ClientTls;
import dev.mcp2026.http3.Credentials;
import dev.mcp2026.http3.Http3ChannelBuilder;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Clients with one credential or another.
record Clients(Path root, int httpPort, int grpcPort) {
    TrustDirectory good() {
        return new TrustDirectory(root.resolve("good"));
    }

    TlsMaterial of(Role role) throws Exception {
        return TlsMaterial.read(good().svid(role));
    }

    TlsMaterial nobody() throws Exception {
        return of(TrustFixture.CELL).withoutSvid();
    }

    /// Trusts the server, and proves itself with what another authority issued.
    TlsMaterial impostor(Role role) throws Exception {
        TlsMaterial theirs = TlsMaterial.read(new TrustDirectory(root.resolve("impostor")).svid(role));
        return new TlsMaterial(theirs.svid(), of(role).bundle());
    }

    String token() throws Exception {
        return Files.readString(good().token()).strip();
    }

    HttpClient http(TlsMaterial material) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(material.sslContext())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    ManagedChannel grpc(TlsMaterial material) throws Exception {
        return NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
                .sslContext(GrpcSslContexts.forClient()
                        .keyManager(material.keyManagers())
                        .trustManager(material.trustManagers())
                        .build())
                .build();
    }

    /// Over HTTP/3, on event loops of the caller's.
    static ManagedChannel mesh(TlsMaterial material, int port, EventLoopGroup loops) throws Exception {
        return mesh(meshTls(material), port, loops);
    }

    static ManagedChannel mesh(ClientTls tls, int port, EventLoopGroup loops) {
        return Http3ChannelBuilder.forAddress("127.0.0.1", port, loops, tls).build();
    }

    /// It remembers sessions.
    static ClientTls meshTls(TlsMaterial material) throws Exception {
        SpiffeTrustManager trust = new SpiffeTrustManager(material.bundle(), id -> true, "anyone");
        return ClientTls.of(
                new Credentials(material.keyManagers(), chain -> trust.checkServerTrusted(chain, "UNKNOWN")));
    }
}
