package dev.mcp2026.benchmarks.mesh.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.http3.DatagramSockets;
import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.node.MeshNode;
import dev.mcp2026.mesh.node.MeshPeer;
import dev.mcp2026.mesh.node.MeshRules;
import dev.mcp2026.mesh.path.PathRules;
import dev.mcp2026.mesh.route.Candidate;
import dev.mcp2026.mesh.route.RouteDecision;
import dev.mcp2026.mesh.route.RouteRules;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// `MemberMain TRUST-DIRECTORY CONTROL-SOCKET SELF TO PEER=ADDRESS…`: a member of the mesh that calls cell TO's
/// registry all the time, and on a [ControlSocket] says as [CallsOfMember] how that goes.
public final class MemberMain {
    private static final String SERVICE = "registry";
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration DWELL = Duration.ofSeconds(1);
    private static final Duration HOLD_DOWN = Duration.ofSeconds(1);

    private MemberMain() {}

    public static void main(String[] arguments) throws Exception {
        Logging.quiet();
        String self = arguments[2];
        CellId to = new CellId(arguments[3]);
        List<MeshPeer> peers = new ArrayList<>();
        for (String peer : List.of(arguments).subList(4, arguments.length)) {
            String[] parts = peer.split("=", 2);
            peers.add(MeshPeer.of(new CellId(parts[0]), SERVICE, parts[1]));
        }
        MeshNode node = new MeshNode(
                new CellId(self),
                peers,
                DatagramSockets.newGroup(1, "member"),
                new MemberCredentials(Path.of(arguments[0]), self),
                Http3Settings.defaults(),
                List.of(),
                rules(),
                InstantSource.system(),
                System::nanoTime,
                (peer, change) -> System.out.printf(
                        "%s route to %s: %s, %s%n", change.at(), peer, change.cause(), change.reason()));
        node.start();
        BeatingCalls calls =
                new BeatingCalls(node.open("mesh:///" + to + "/" + SERVICE, MeshGrpc.getServiceDescriptor()));
        ObjectMapper json = new ObjectMapper();
        ControlSocket.serve(Path.of(arguments[1]), line -> {
            obey(line, calls);
            List<Candidate> up = up(node, to);
            return json.writeValueAsString(calls.state(
                    way(node, to, up),
                    up.stream().anyMatch(candidate -> candidate.way().isRelayed())));
        });
    }

    private static void obey(String line, BeatingCalls calls) {
        switch (line) {
            case CallsOfMember.START -> calls.start();
            case CallsOfMember.STOP -> calls.stop();
            case CallsOfMember.LOOK -> {}
            default -> calls.cutAt(Long.parseLong(line));
        }
    }

    private static List<Candidate> up(MeshNode node, CellId to) {
        return node.route(to).stream()
                .flatMap(route -> route.candidates().stream())
                .filter(candidate -> candidate.costMs().isPresent())
                .toList();
    }

    /// A way that was never measured may be chosen, too, as long as there is no better.
    private static String way(MeshNode node, CellId to, List<Candidate> up) {
        return node.route(to)
                .flatMap(RouteDecision::chosen)
                .filter(way -> up.stream().anyMatch(candidate -> candidate.way().equals(way)))
                .map(Object::toString)
                .orElse("");
    }

    /// The defaults, except that a healed path is taken again sooner, and what was missed in its cut is forgotten
    /// sooner: the bench waits for that.
    private static MeshRules rules() {
        MeshRules all = MeshRules.DEFAULT;
        return new MeshRules(
                paths(all.paths()),
                routes(all.routes()),
                all.retries(),
                all.reportInterval(),
                all.reopenAfter(),
                all.relayKept(),
                all.tunnels(),
                all.tunnelsPerPeer());
    }

    private static PathRules paths(PathRules all) {
        return new PathRules(
                all.windowProbes(),
                WINDOW,
                all.interval(),
                all.firstTimeout(),
                all.minTimeout(),
                all.maxTimeout(),
                all.missesToFall(),
                all.answersToRise(),
                all.minSamples());
    }

    private static RouteRules routes(RouteRules all) {
        return new RouteRules(
                all.roles(),
                all.costs(),
                all.lossyFrom(),
                all.lossyUntil(),
                all.betterShare(),
                all.betterBy(),
                DWELL,
                HOLD_DOWN,
                all.reportMaxAge(),
                all.history());
    }
}
