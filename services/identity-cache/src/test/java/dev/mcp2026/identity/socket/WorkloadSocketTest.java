package dev.mcp2026.identity.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.testing.SocketClient;
import dev.mcp2026.identity.workload.Caller;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.spiffe.workload.JWTSVID;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDResponse;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc;
import dev.mcp2026.testkit.await.Await;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadSocketTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST = 107;

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Caller> attested = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private Path path() {
        return directory.resolve("agent.sock");
    }

    private WorkloadSocket socket(Path path, String mode) {
        WorkloadSocket socket = new WorkloadSocket(
                new SocketSettings(
                        path,
                        PosixFilePermissions.fromString(mode),
                        new Limit("request-bytes", 65_536, "bytes"),
                        new Limit("streams", 100, "calls"),
                        new Limit("connections", 50, "connections"),
                        new Limit("connections-per-process", 20, "connections"),
                        1,
                        Duration.ofMillis(100)),
                (pid, uid, gid) -> {
                    Caller caller = new Caller(pid, uid, gid, Set.of(new Selector("unix", "uid:" + uid)));
                    attested.add(caller);
                    return caller;
                },
                List.of(new Echo()));
        opened.add(socket);
        return socket;
    }

    private WorkloadSocket started(Path path) {
        WorkloadSocket socket = socket(path, "rw-rw-rw-");
        socket.start();
        return socket;
    }

    /// Answers with the caller's process.
    private static final class Echo extends SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIImplBase {
        @Override
        public void fetchJWTSVID(JWTSVIDRequest request, StreamObserver<JWTSVIDResponse> client) {
            client.onNext(JWTSVIDResponse.newBuilder()
                    .addSvids(JWTSVID.newBuilder()
                            .setHint(Integer.toString(Caller.KEY.get().pid())))
                    .build());
            client.onCompleted();
        }
    }

    private SocketClient client(Path path) {
        SocketClient client = new SocketClient(path);
        opened.add(client);
        return client;
    }

    private static int answer(SocketClient client) {
        return Integer.parseInt(client.blocking()
                .fetchJWTSVID(JWTSVIDRequest.getDefaultInstance())
                .getSvids(0)
                .getHint());
    }

    private static int me() {
        return (int) ProcessHandle.current().pid();
    }

    private ServerSocketChannel other(Path path) throws IOException {
        ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.add(other);
        other.bind(UnixDomainSocketAddress.of(path));
        return other;
    }

    private void refused(FaultKind kind, Path path) {
        WorkloadSocket socket = socket(path, "rw-rw-rw-");
        assertThatThrownBy(socket::start)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(kind))
                .hasMessageContaining(path.toString());
        assertThat(socket.trouble()).isNotNull();
    }

    @Test
    void servesAtItsPathWithItsMode() throws IOException {
        Path path = directory.resolve("made/for/it/agent.sock");
        WorkloadSocket socket = socket(path, "rw-rw----");
        assertThat(socket.trouble()).isNotNull();
        socket.start();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        assertThat(answer(client(path))).isEqualTo(me());
        assertThat(socket.trouble()).isNull();
        assertThat(Files.list(path.getParent())).containsExactly(path);
        socket.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void leavesAloneWhatIsNoSocket() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        refused(FaultKind.INVALID_ARGUMENT, file);
        assertThat(file).hasContent("precious");
        refused(FaultKind.INVALID_ARGUMENT, directory);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        refused(FaultKind.INVALID_ARGUMENT, link);
        assertThat(link).isSymbolicLink();
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        refused(FaultKind.INVALID_ARGUMENT, fifo);
        assertThat(Files.readAttributes(fifo, java.nio.file.attribute.BasicFileAttributes.class)
                        .isOther())
                .isTrue();
        refused(FaultKind.INVALID_ARGUMENT, file.resolve("agent.sock"));
    }

    @Test
    void doesNotTakeAnotherServersPlace() throws IOException {
        other(path());
        refused(FaultKind.CONFLICT, path());
        WorkloadSocket first = started(directory.resolve("ours"));
        refused(FaultKind.CONFLICT, first.path());
        assertThat(answer(client(first.path()))).isEqualTo(me());
    }

    @Test
    void takesTheFileOfAServerThatHasDied() throws IOException {
        other(path()).close();
        assertThat(path()).exists();
        started(path());
        assertThat(answer(client(path()))).isEqualTo(me());
    }

    @Test
    void takesAPathThatTheKernelTakes() {
        Path longest = ofLength(LONGEST, "agent.sock");
        started(longest);
        assertThat(answer(client(longest))).isEqualTo(me());
        refused(FaultKind.INVALID_ARGUMENT, ofLength(LONGEST + 1, "agent.sock"));
    }

    /// It is bound under another name first, which may be the longer one.
    @Test
    void saysThatAPathIsTooLongAlsoWhereOnlyItsDirectoryIs() {
        refused(FaultKind.INVALID_ARGUMENT, ofLength(LONGEST, "s"));
        assertThatThrownBy(() -> started(ofLength(LONGEST, "s"))).hasMessageContaining("longer than 107 bytes");
    }

    private Path ofLength(int length, String name) {
        int missing = length - directory.toString().length() - name.length() - 2;
        return directory.resolve("d".repeat(missing)).resolve(name);
    }

    @Test
    void makesItsFileAnewWhereItIsDeleted() throws IOException {
        WorkloadSocket socket = started(path());
        SocketClient before = client(path());
        answer(before);
        for (int i = 0; i < 3; i++) {
            Files.delete(path());
            socket.look();
            assertThat(answer(client(path()))).isEqualTo(me());
            assertThat(socket.trouble()).isNull();
        }
        socket.close();
        assertThat(path()).doesNotExist();
    }

    /// It looks by itself, too.
    @Test
    void noticesThatItsFileIsDeleted() throws IOException {
        started(path());
        Files.delete(path());
        Await.until("the file", PATIENCE, () -> Files.exists(path()));
        assertThat(answer(client(path()))).isEqualTo(me());
    }

    @Test
    void saysThatItsFileWasReplacedAndLeavesTheOtherAlone() throws IOException {
        WorkloadSocket socket = started(path());
        Files.delete(path());
        other(path());
        Object others = Files.readAttributes(path(), "unix:ino").get("ino");
        socket.look();
        assertThat(socket.trouble()).contains(path().toString()).contains("replaced");
        assertThat(Files.readAttributes(path(), "unix:ino").get("ino")).isEqualTo(others);
        // Once whoever replaced it is gone, workloads find it again.
        Files.delete(path());
        socket.look();
        assertThat(socket.trouble()).isNull();
        assertThat(answer(client(path()))).isEqualTo(me());
    }

    @Test
    void leavesAnothersFileWhereItEnds() throws IOException {
        WorkloadSocket socket = started(path());
        Files.delete(path());
        Files.writeString(path(), "another's");
        socket.look();
        assertThat(socket.trouble()).isNotNull();
        socket.close();
        assertThat(path()).hasContent("another's");
    }

    @Test
    void saysThatItsFileCantBeMadeAnew() throws IOException {
        Path inner = directory.resolve("inner/agent.sock");
        WorkloadSocket socket = started(inner);
        Files.delete(inner);
        Files.delete(inner.getParent());
        socket.look();
        assertThat(socket.trouble()).contains(inner.toString());
        Files.createDirectory(inner.getParent());
        socket.look();
        assertThat(socket.trouble()).isNull();
        assertThat(answer(client(inner))).isEqualTo(me());
    }

    /// Whoever connects is attested then, whether it says anything or not.
    @Test
    void knowsTheProcessThatConnected() throws Exception {
        started(path());
        assertThat(answer(client(path()))).isEqualTo(me());
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(WorkloadSocketTest.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Connects.class.getName(),
                        path().toString())
                .start();
        try {
            Await.until(
                    "its connection",
                    PATIENCE,
                    () -> attested.stream().anyMatch(caller -> caller.pid() == child.pid()));
            Caller caller = attested.getLast();
            assertThat(caller.uid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            assertThat(caller.gid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        } finally {
            child.destroyForcibly();
        }
    }

    /// Connects and stays until its input ends.
    static final class Connects {
        public static void main(String[] arguments) throws IOException {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
                System.in.read();
            }
        }
    }

    @Test
    void attestsOncePerConnection() {
        started(path());
        SocketClient client = client(path());
        for (int i = 0; i < 5; i++) {
            answer(client);
        }
        assertThat(attested).hasSize(1);
        answer(client(path()));
        assertThat(attested).hasSize(2);
    }

    @Test
    void endsConnectionsWhereItEnds() {
        WorkloadSocket socket = started(path());
        SocketClient client = client(path());
        answer(client);
        socket.close();
        assertThatThrownBy(() -> answer(client)).isInstanceOf(StatusRuntimeException.class);
        WorkloadSocket next = started(path());
        assertThat(answer(client(next.path()))).isEqualTo(me());
    }
}
