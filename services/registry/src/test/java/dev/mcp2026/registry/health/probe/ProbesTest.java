package dev.mcp2026.registry.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.health.ProbeResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private static final CheckKind TCP = new CheckKind.Tcp();
    private static final CheckKind HTTP = new CheckKind.Http("/healthz", 200, 299);
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final Probes probes = new Probes(System::nanoTime, ProbeLimits.defaults());

    @AfterEach
    void close() {
        probes.close();
    }

    private ProbeResult probe(int port, CheckKind kind, Duration timeout) throws ObserverFaultException {
        return probes.run(new Target("127.0.0.1", port, kind), timeout);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void tcpConnects() throws Exception {
        try (FakeTarget target = FakeTarget.silent()) {
            assertThat(probe(target.port(), TCP, PATIENT).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void nobodyListensIsRefusedByTheHost() throws Exception {
        for (CheckKind kind : List.of(TCP, HTTP, new CheckKind.Grpc(""))) {
            ProbeResult result = probe(unusedPort(), kind, PATIENT);
            assertThat(result.outcome()).as(kind.toString()).isEqualTo(Outcome.REFUSED);
            assertThat(result.reached()).isTrue();
        }
    }

    @Test
    void aFullBacklogIsSilenceBeforeTheHandshake() throws Exception {
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(server, fillers);
            for (CheckKind kind : List.of(TCP, HTTP, new CheckKind.Grpc(""))) {
                ProbeResult result = probe(server.getLocalPort(), kind, SHORT);
                assertThat(result.outcome()).as(kind.toString()).isEqualTo(Outcome.TIMEOUT);
                assertThat(result.silence()).isTrue();
                assertThat(result.detail()).contains("no TCP handshake");
            }
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static void fill(ServerSocket server, List<Socket> fillers) throws IOException {
        while (fillers.size() < 64) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()), 100);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the backlog never filled");
    }

    @Test
    void httpStatusDecides() throws Exception {
        try (FakeTarget well = FakeTarget.answering("HTTP/1.1 204 No Content\r\n\r\n");
                FakeTarget ill = FakeTarget.answering("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
                FakeTarget moved = FakeTarget.answering("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n");
                FakeTarget other = FakeTarget.answering("220 mail.example ESMTP\r\n")) {
            assertThat(probe(well.port(), HTTP, PATIENT).outcome()).isEqualTo(Outcome.OK);
            assertThat(probe(ill.port(), HTTP, PATIENT).outcome()).isEqualTo(Outcome.UNHEALTHY);
            assertThat(probe(ill.port(), HTTP, PATIENT).detail()).contains("503");
            assertThat(probe(moved.port(), HTTP, PATIENT).outcome()).isEqualTo(Outcome.UNHEALTHY);
            assertThat(probe(other.port(), HTTP, PATIENT).detail()).contains("not HTTP");
        }
    }

    @Test
    void silenceAfterTheHandshakeSaysThatTheHostWasReached() throws Exception {
        try (FakeTarget target = FakeTarget.silent()) {
            for (CheckKind kind : List.of(HTTP)) {
                ProbeResult result = probe(target.port(), kind, SHORT);
                assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
                assertThat(result.reached()).isTrue();
                assertThat(result.detail()).contains("connected, but no answer");
            }
        }
    }

    @Test
    void closeAndResetWithoutAnswer() throws Exception {
        try (FakeTarget closing = FakeTarget.closing();
                FakeTarget resetting = FakeTarget.resetting()) {
            assertThat(probe(closing.port(), HTTP, PATIENT).outcome()).isEqualTo(Outcome.RESET);
            assertThat(probe(resetting.port(), HTTP, PATIENT).outcome()).isEqualTo(Outcome.RESET);
        }
    }

    @Test
    void anEndlessAnswerIsReadOnlySoFar() throws Exception {
        try (FakeTarget target = new FakeTarget(socket -> {
            FakeTarget.readRequest(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            while (true) {
                socket.getOutputStream().write(new byte[8192]);
            }
        })) {
            assertThat(probe(target.port(), HTTP, PATIENT).outcome()).isEqualTo(Outcome.OK);
        }
    }

    @Test
    void anUnknownNameIsUnreachable() throws Exception {
        ProbeResult result = probes.run(new Target("no-such-host.invalid", 80, TCP), PATIENT);
        assertThat(result.outcome()).isIn(Outcome.UNREACHABLE, Outcome.TIMEOUT);
        assertThat(result.reached()).isFalse();
    }
}
