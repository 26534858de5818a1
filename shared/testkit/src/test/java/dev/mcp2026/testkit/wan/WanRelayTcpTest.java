package dev.mcp2026.testkit.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// With real sockets. Times have a firm lower bound, which the model promises, and a loose upper one.
class WanRelayTcpTest {
    private static final LinkShape WAY = LinkShape.delayed(Duration.ofMillis(20));
    private static final int LONG_MS = 20_000;

    private EchoServer server;
    private WanRelay wan;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        wan = WanRelay.to(server.address).shape(WAY).seed(3).start();
    }

    @AfterEach
    void stop() throws IOException {
        wan.close();
        server.close();
    }

    @Test
    void aRoundTripTakesBothDelaysAndTheFirstOneAHandshakeToo() throws IOException {
        long start = System.nanoTime();
        try (Socket socket = connect()) {
            roundTripMs(socket);
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(80L, 5_000L);
            assertThat(fastestRoundTripMs(socket, 10)).isBetween(40L, 1_000L);
        }
    }

    @Test
    void manyBytesArriveUnchangedInSpiteOfLossAndJitter() throws Exception {
        wan.shape(WAY.withJitter(Duration.ofMillis(5)).withLoss(0.02));
        byte[] sent = new byte[300_000];
        new SplittableRandom(1).nextBytes(sent);
        try (Socket socket = connect()) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
            writer.get(1, TimeUnit.SECONDS);
        }
        assertThat(wan.stats(Direction.FORWARD).lost()).isPositive();
    }

    @Test
    void aCutStallsAndAHealResumesTheSameConnection() throws IOException {
        try (Socket socket = connect()) {
            roundTripMs(socket);
            wan.cut();
            socket.getOutputStream().write(7);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            wan.heal();
            socket.setSoTimeout(LONG_MS);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void newConnectsHangDuringACutAndWorkAfterIt() throws IOException {
        wan.cut(Direction.BACKWARD);
        assertThatThrownBy(() -> {
                    try (Socket hanging = new Socket()) {
                        hanging.connect(wan.address(), 300);
                    }
                })
                .isInstanceOf(SocketTimeoutException.class);
        wan.heal();
        try (Socket socket = connect()) {
            roundTripMs(socket);
        }
        assertThat(server.accepted).hasValue(1);
    }

    @Test
    void connectionsOfABlackHoleNeverComeBack() throws IOException {
        try (Socket socket = connect()) {
            roundTripMs(socket);
            wan.blackhole();
            socket.getOutputStream().write(7);
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            wan.heal();
            socket.setSoTimeout(LONG_MS);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket socket = connect()) {
            roundTripMs(socket);
        }
    }

    @Test
    void resetReachesBothSidesAtOnce() throws IOException {
        try (Socket socket = connect()) {
            roundTripMs(socket);
            wan.reset();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aServerThatIsDownResetsTheClient() {
        try (WanRelay toNobody = WanRelay.to(FreePort.address()).start()) {
            assertThatThrownBy(() -> {
                        try (Socket socket = connect(toNobody)) {
                            roundTripMs(socket);
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void manyConnectionsAtOnceAllGetThrough() {
        CompletableFuture<?>[] all = new CompletableFuture<?>[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = CompletableFuture.runAsync(
                    () -> {
                        try (Socket socket = connect()) {
                            roundTripMs(socket);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> Thread.ofVirtual().start(task));
        }
        Await.until("100 round trips", Duration.ofSeconds(30), CompletableFuture.allOf(all)::isDone);
        CompletableFuture.allOf(all).join();
    }

    private Socket connect() throws IOException {
        return connect(wan);
    }

    private static Socket connect(WanRelay relay) throws IOException {
        Socket socket = new Socket();
        socket.connect(relay.address(), LONG_MS);
        socket.setSoTimeout(LONG_MS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static long fastestRoundTripMs(Socket socket, int tries) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < tries; i++) {
            fastest = Math.min(fastest, roundTripMs(socket));
        }
        return fastest;
    }

    private static long roundTripMs(Socket socket) throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write(42);
        assertThat(socket.getInputStream().read()).isEqualTo(42);
        return (System.nanoTime() - start) / 1_000_000;
    }
}
