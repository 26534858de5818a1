package dev.mcp2026.benchmarks.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.cell.CellPlan;
import dev.mcp2026.benchmarks.mesh.load.CallsOfMember;
import dev.mcp2026.benchmarks.mesh.load.MemberMain;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.testkit.wan.box.WanBox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Three members of a mesh on the nodes of a WAN box: one that calls, the registry that it calls, and a registry that
/// can pass on.
final class Members implements AutoCloseable {
    static final String CALLER = "cell1";
    static final String CALLED = "cell2";
    static final String RELAY = "cell3";
    private static final String DIRECT = "direct http3";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final List<ManagedProcess> processes = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Control control;

    private Members(Control control) {
        this.control = control;
    }

    static WanBox openBox() {
        return Ends.openBox(CALLER, CALLED, RELAY);
    }

    /// Started, with the caller's route direct.
    static Members in(WanBox box, Bench bench) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "members-");
        CellPlan called = CellPlan.of(CALLED);
        CellPlan relay = CellPlan.of(RELAY);
        String calledPeer = peer(box, called);
        String relayPeer = peer(box, relay);
        Path socket = folder.resolve("control");
        Members members = new Members(new Control(socket));
        try {
            members.registry(box, bench, folder, called.peers(relayPeer));
            members.registry(box, bench, folder, relay.peers(calledPeer));
            // Later than these, since what a prober misses of a cell that starts counts as loss for a while.
            awaitListening(box, called);
            awaitListening(box, relay);
            String trust = bench.trust().directory().toString();
            List<String> command =
                    Ends.jvm(MemberMain.class, trust, socket.toString(), CALLER, CALLED, calledPeer, relayPeer);
            ManagedProcess caller = box.node(CALLER).start(CALLER, folder, command);
            members.processes.add(caller);
            caller.awaitReady("control socket", START_LIMIT, members.control::answers);
            caller.awaitReady("a direct route", START_LIMIT, members::isDirect);
            return members;
        } catch (IOException | RuntimeException | AssertionError failure) {
            members.close();
            throw failure;
        }
    }

    private void registry(WanBox box, Bench bench, Path folder, CellPlan plan) throws IOException {
        Path own = Files.createDirectory(folder.resolve(plan.id()));
        plan.with(Map.of("mcp.bind.host", "0.0.0.0", "mcp.shutdown.delay", "0s"))
                .write(own, bench.trust());
        processes.add(box.node(plan.id()).start(plan.id(), own, bench.runtime().command()));
    }

    private static void awaitListening(WanBox box, CellPlan plan) {
        Await.until(
                plan.id() + " listens",
                START_LIMIT,
                () -> box.node(plan.id()).call(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(FreePort.loopback(), plan.grpcPort()));
                        return true;
                    } catch (IOException notYet) {
                        return false;
                    }
                }));
    }

    private static String peer(WanBox box, CellPlan plan) {
        return plan.id() + "=" + box.node(plan.id()).address().getHostAddress() + ":" + plan.grpcPort();
    }

    /// Calls go straight, and could go round.
    boolean isDirect() throws IOException {
        CallsOfMember calls = ask(CallsOfMember.LOOK);
        return calls.way().equals(DIRECT) && calls.spare();
    }

    CallsOfMember ask(String question) throws IOException {
        return json.readValue(control.ask(question), CallsOfMember.class);
    }

    @Override
    public void close() {
        processes.reversed().forEach(ManagedProcess::close);
    }
}
