package dev.mcp2026.benchmarks.mesh.load;

import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.http3.Http3ServerBuilder;
import io.grpc.Server;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// `EchoServerMain TRUST-DIRECTORY HOST PORT PROBE-PORT`: one service, by HTTP/3 on the UDP port and by HTTP/2 on the
/// TCP port of that number. The HTTP/2 server and its TLS are what Quarkus' separate gRPC server makes of its
/// configuration. Both run the service on their event loops. Datagrams to the probe port come back.
public final class EchoServerMain {
    static final int MESSAGE_MAX_BYTES = 16 << 20;

    private EchoServerMain() {}

    public static void main(String[] arguments) throws Exception {
        Logging.quiet();
        Identity identity = Identity.server(Path.of(arguments[0]));
        String host = arguments[1];
        int port = Integer.parseInt(arguments[2]);
        Server http3 = Http3ServerBuilder.forAddress(
                        new InetSocketAddress(host, port), DatagramSockets.newGroup(1, "http3"), identity.quicServer())
                .earlyMethods(Echo.UNARY.getFullMethodName()::equals)
                .maxInboundMessageSize(MESSAGE_MAX_BYTES)
                .directExecutor()
                .addService(Echo.service())
                .build()
                .start();
        Server http2 = VertxServerBuilder.forAddress(Vertx.vertx(), host, port)
                .useSsl(options -> secure(options, identity))
                .maxInboundMessageSize(MESSAGE_MAX_BYTES)
                .addService(Echo.service())
                .build()
                .start();
        UdpEcho.start(Integer.parseInt(arguments[3]));
        http3.awaitTermination();
        http2.awaitTermination();
    }

    private static void secure(HttpServerOptions options, Identity identity) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(identity.files().certificate().toString())
                        .setKeyPath(identity.files().key().toString()))
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(identity.files().bundle().toString()))
                .setClientAuth(ClientAuth.REQUIRED);
    }
}
