package dev.mcp2026.testkit.wan.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.testkit.wan.LinkShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WanBoxTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int PORT = 7000;

    @TempDir
    Path folder;

    private WanBox box;
    private WanNode a;
    private WanNode b;

    @BeforeEach
    void open() {
        Optional<String> why = WanBox.unavailable();
        assumeTrue(why.isEmpty(), () -> "no WAN box: " + why.orElse(""));
        box = WanBox.open("a", "b", "c");
        a = box.node("a");
        b = box.node("b");
    }

    @AfterEach
    void close() {
        if (box != null) {
            box.close();
        }
    }

    @Test
    void tcpConnectsWithinOneRoundTrip() throws Exception {
        box.shape(LinkShape.delayed(Duration.ofMillis(20)));
        try (ServerSocket server = listen(b)) {
            double[] millis = new double[21];
            for (int i = 0; i < millis.length; i++) {
                long start = System.nanoTime();
                connect(a, b.address(), server.getLocalPort()).close();
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            assertThat(millis[0]).isGreaterThanOrEqualTo(40);
            assertThat(millis[millis.length / 2]).isLessThan(46);
        }
    }

    @Test
    void eachWayHasADelayOfItsOwn() throws Exception {
        box.shape("a", "b", LinkShape.delayed(Duration.ofMillis(30)));
        try (DatagramSocket from = a.call(DatagramSocket::new);
                DatagramSocket to = b.call(DatagramSocket::new)) {
            assertThat(flight(from, to, b.address())).isBetween(30.0, 50.0);
            assertThat(flight(to, from, a.address())).isLessThan(15);
        }
    }

    @Test
    void losesAsManyAsItIsTold() throws Exception {
        box.shape(LinkShape.PERFECT.withLoss(0.2));
        try (DatagramSocket from = a.call(DatagramSocket::new);
                DatagramSocket to = b.call(DatagramSocket::new)) {
            int sent = 2_000;
            for (int i = 0; i < sent; i++) {
                send(from, b.address(), to.getLocalPort());
            }
            Await.until("all of them", DEADLINE, () -> box.stats("a", "b").packets() >= sent);
            assertThat(box.stats("a", "b").lost()).isBetween(320L, 480L);
            assertThat(box.stats("b", "a").lost()).isZero();
        }
    }

    @Test
    void whatIsCutOneWayStaysSilentUntilHealed() throws Exception {
        try (DatagramSocket from = a.call(DatagramSocket::new);
                DatagramSocket to = b.call(DatagramSocket::new)) {
            assertThat(flight(from, to, b.address())).isLessThan(1_000);
            box.cut("a", "b");
            assertThatThrownBy(() -> flight(from, to, b.address())).isInstanceOf(SocketTimeoutException.class);
            assertThat(flight(to, from, a.address())).isLessThan(1_000);
            box.heal("a", "b");
            assertThat(flight(from, to, b.address())).isLessThan(1_000);
        }
    }

    @Test
    void aCutBetweenTwoLeavesTheThirdAlone() throws Exception {
        try (ServerSocket server = listen(b)) {
            box.cutBetween("a", "b");
            assertThatThrownBy(() -> connect(a, b.address(), server.getLocalPort()))
                    .isInstanceOf(SocketTimeoutException.class);
            connect(box.node("c"), b.address(), server.getLocalPort()).close();
            box.healBetween("a", "b");
            connect(a, b.address(), server.getLocalPort()).close();
        }
    }

    @Test
    void aTcpStreamComesThroughLossWhole() throws Exception {
        box.shape(LinkShape.delayed(Duration.ofMillis(2)).withLoss(0.02));
        byte[] sent = new byte[1 << 20];
        new java.util.Random(1).nextBytes(sent);
        try (ServerSocket server = listen(b);
                Socket client = connect(a, b.address(), server.getLocalPort());
                Socket accepted = server.accept()) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(client, sent));
            assertThat(accepted.getInputStream().readAllBytes()).isEqualTo(sent);
            written.join();
        }
    }

    @Test
    void aMovedNodeIsReachedByItsNewAddressAlone() throws Exception {
        try (DatagramSocket from = a.call(DatagramSocket::new);
                DatagramSocket to = b.call(DatagramSocket::new)) {
            InetAddress old = b.address();
            InetAddress moved = b.move();
            assertThat(moved).isNotEqualTo(old).isEqualTo(b.address());
            assertThat(flight(from, to, moved)).isLessThan(1_000);
            assertThatThrownBy(() -> flight(from, to, old)).isInstanceOf(SocketTimeoutException.class);
            a.move();
            assertThat(source(from, to, moved)).isEqualTo(a.address());
        }
    }

    @Test
    void aProcessHasTheNodesNetwork() throws Exception {
        try (ManagedProcess process = a.start("addresses", folder, List.of("ip", "-o", "addr"))) {
            Await.until(
                    "the address",
                    DEADLINE,
                    () -> process.logTail().contains(a.address().getHostAddress()));
        }
    }

    @Test
    void nothingIsLeftAfterClose() {
        String name = a.namespace();
        assertThat(Namespaces.FOLDER.resolve(name)).exists();
        box.close();
        box = null;
        assertThat(Namespaces.FOLDER.resolve(name)).doesNotExist();
    }

    @Test
    void whatACrashedRunLeftIsSweptAndWhatRunsIsNot() throws Exception {
        long ended = endedProcess();
        String left = "mcpwan-" + ended + "-1-1-a";
        Ip.run("netns", "add", left);
        try (ManagedProcess forgotten =
                ManagedProcess.start("forgotten", folder, Ip.inside(left, List.of("sleep", "600")))) {
            Await.until(
                    "the process in it",
                    DEADLINE,
                    () -> !Ip.run("netns", "pids", left).isEmpty());
            WanBox.open("x").close();
            assertThat(Namespaces.FOLDER.resolve(left)).doesNotExist();
            assertThat(Namespaces.FOLDER.resolve(a.namespace())).exists();
            Await.until("its end", DEADLINE, () -> !forgotten.isAlive());
        }
    }

    @Test
    void anIdThatCameAgainIsNotItsOwner() throws IOException {
        long self = ProcessHandle.current().pid();
        assertThat(Namespaces.isAbandoned(Namespaces.name(1, "a"))).isFalse();
        assertThat(Namespaces.isAbandoned("mcpwan-" + self + "-1-1-a")).isTrue();
        assertThat(Namespaces.isAbandoned("another-" + self + "-1-1-a")).isFalse();
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long endedProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private static ServerSocket listen(WanNode node) throws Exception {
        return node.call(() -> new ServerSocket(PORT));
    }

    private static Socket connect(WanNode from, InetAddress to, int port) throws Exception {
        Socket socket = from.call(Socket::new);
        return from.call(() -> {
            socket.connect(new InetSocketAddress(to, port), 500);
            return socket;
        });
    }

    private static void send(DatagramSocket from, InetAddress to, int port) throws IOException {
        from.send(new DatagramPacket(new byte[100], 100, to, port));
    }

    /// Milliseconds of one datagram's way.
    private static double flight(DatagramSocket from, DatagramSocket to, InetAddress address) throws IOException {
        long start = System.nanoTime();
        source(from, to, address);
        return (System.nanoTime() - start) / 1e6;
    }

    private static InetAddress source(DatagramSocket from, DatagramSocket to, InetAddress address) throws IOException {
        to.setSoTimeout(500);
        send(from, address, to.getLocalPort());
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        to.receive(packet);
        return packet.getAddress();
    }
}
