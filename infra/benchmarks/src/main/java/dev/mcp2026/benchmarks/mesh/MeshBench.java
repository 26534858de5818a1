package dev.mcp2026.benchmarks.mesh;

import dev.mcp2026.benchmarks.Suite;
import java.util.List;

/// `./mcp bench mesh [--full] [--only SECTION,…]`.
public final class MeshBench {
    private static final String NOTES = """
            One machine; server and client a JVM each, one connection for all callers of a transport, mutual TLS with
            SPIFFE identities on both, the service on the event loops. ours: HTTP/3 (BoringSSL, CUBIC). Peer: the
            server that quarkus-grpc runs with use-separate-server (VertxServer), TLS of the JDK, and grpc-java's
            Netty client, in the same run: on loopback the two take turns, over the WAN both run at the same time.
            The choice is the mesh's RouteDecider with its default rules, fed with UDP probes (for HTTP/3) and calls
            (for HTTP/2) over the same path in the same seconds.
            Rerouting: three members 10 ms apart, one of them the caller, two of them registries; the mesh's default
            probes and retries, shorter memory and waits before a healed path is taken
            again.
            """;

    private MeshBench() {}

    public static void main(String[] arguments) throws Exception {
        Suite suite = new Suite(
                "mesh",
                List.of(
                        new LoopbackCalls(),
                        new WanCalls(new RoutedChoice()),
                        new Handshakes(),
                        new Soak(),
                        new Reroute()),
                bench -> NOTES);
        System.exit(suite.run(arguments));
    }
}
