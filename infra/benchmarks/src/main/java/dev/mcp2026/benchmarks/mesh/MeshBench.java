package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./mcp bench mesh [--full] [--only SECTION,…]`.
public final class MeshBench {
    private static final String NOTES = """
            One machine; server and client a JVM each, one connection for all callers of a transport, mutual TLS with
            SPIFFE identities on both, the service on the event loops. ours: HTTP/3 (BoringSSL, BBR; packets twice once a
            path has lost 0.5 %%; datagrams of 16 kB on loopback, 1350 B elsewhere). Peer: the server that quarkus-grpc
            runs with use-separate-server (VertxServer), TLS of the JDK, and grpc-java's Netty client, TCP with
            "%s", in the same run: on loopback the two take turns, over the WAN small messages go over
            both at the same time and large ones take turns.
            The choice is the mesh's RouteDecider with its default rules, fed with UDP probes (for HTTP/3) and calls
            (for HTTP/2) over the same path in the same seconds.
            Rerouting: three members 10 ms apart, one of them the caller, two of them registries; 500 calls a second,
            cold; the mesh's default probes and retries, shorter memory and waits before a healed path is taken again.
            """;

    private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

    private MeshBench() {}

    private static String congestion() {
        try {
            return Files.readString(CONGESTION).strip();
        } catch (IOException notLinux) {
            return "the system's default";
        }
    }

    public static void main(String[] arguments) throws Exception {
        Suite suite = new Suite(
                "mesh",
                List.of(
                        new LoopbackCalls(),
                        new WanCalls(new RoutedChoice()),
                        new Handshakes(),
                        new Soak(),
                        new Reroute()),
                bench -> NOTES.formatted(congestion()));
        System.exit(suite.run(arguments));
    }
}
