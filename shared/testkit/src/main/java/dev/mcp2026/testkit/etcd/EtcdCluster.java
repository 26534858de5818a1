package dev.mcp2026.testkit.etcd;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A cluster of etcd processes on loopback, gone with its data when closed.
public final class EtcdCluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 3;

    private final Path binary;
    private final Path directory;
    private final List<EtcdMember> members;

    private EtcdCluster(Path binary, Path directory, List<EtcdMember> members) {
        this.binary = binary;
        this.directory = directory;
        this.members = members;
    }

    /// Why no cluster can be started here, for a skipped test's reason; empty if one can.
    public static Optional<String> missing() {
        return binary().isPresent()
                ? Optional.empty()
                : Optional.of("etcd is not on the PATH (Debian package etcd-server; ./mcp test installs it)");
    }

    /// Starts members and waits until they have a leader.
    ///
    /// @param extra further arguments for each member
    public static EtcdCluster start(int size, String... extra) {
        return start(List.of("http"), size, List.of(extra));
    }

    /// As [#start], but clients and members must show a certificate to each other; [#clientUrls] are `https` then.
    public static EtcdCluster startSecured(int size, MutualTls tls, String... extra) {
        List<String> arguments = new ArrayList<>(tls.forClients());
        arguments.addAll(tls.forPeers());
        arguments.addAll(List.of(extra));
        return start(List.of("https"), size, arguments);
    }

    /// As [#start], with a second port for clients that show a certificate, to compare the two ways to the same
    /// data.
    public static EtcdCluster startWithBoth(int size, MutualTls tls) {
        return start(List.of("http", "https"), size, tls.forClients());
    }

    /// @param doors schemes of the client ports of each member; members talk to each other as the first says
    private static EtcdCluster start(List<String> doors, int size, List<String> arguments) {
        Path binary =
                binary().orElseThrow(() -> new IllegalStateException(missing().orElse("etcd went away")));
        IllegalStateException last = null;
        // Another process may take a free port between our look and etcd's bind: then try others.
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            EtcdCluster cluster = create(binary, doors, size, arguments);
            try {
                for (int i = 0; i < size; i++) {
                    cluster.restart(i);
                }
                cluster.awaitLeader();
                return cluster;
            } catch (IllegalStateException e) {
                last = e;
                cluster.close();
            }
        }
        throw last;
    }

    private static EtcdCluster create(Path binary, List<String> doors, int size, List<String> arguments) {
        try {
            Path directory = Files.createTempDirectory("mcp-etcd");
            List<EtcdMember> members = new ArrayList<>();
            Iterator<Integer> ports = freePorts((2 + doors.size()) * size).iterator();
            for (int i = 0; i < size; i++) {
                members.add(new EtcdMember(
                        "m" + i,
                        doors.stream()
                                .map(scheme -> loopback(scheme, ports.next()))
                                .toList(),
                        loopback(doors.getFirst(), ports.next()),
                        loopback("http", ports.next()),
                        directory,
                        arguments));
            }
            return new EtcdCluster(binary, directory, members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int size() {
        return members.size();
    }

    public List<URI> clientUrls() {
        return members.stream().map(m -> m.clients.getFirst()).toList();
    }

    /// Client addresses that ask for a certificate; none if it was started without TLS.
    public List<URI> securedUrls() {
        return members.stream()
                .flatMap(m -> m.clients.stream())
                .filter(url -> url.getScheme().equals("https"))
                .toList();
    }

    /// The process of a member that was started.
    public long pid(int member) {
        return members.get(member).pid();
    }

    /// Kills a member with SIGKILL.
    public void kill(int member) {
        try {
            members.get(member).kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Freezes a member: connections stay, nothing answers.
    public void pause(int member) {
        signal(member, "STOP");
    }

    public void resume(int member) {
        signal(member, "CONT");
    }

    private void signal(int member, String name) {
        try {
            members.get(member).signal(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts a member again on its old data and ports.
    public void restart(int member) {
        String all = members.stream().map(m -> m.name + "=" + m.peer).collect(Collectors.joining(","));
        try {
            members.get(member).start(binary, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until every live member answers that it is healthy, which needs a leader.
    public void awaitLeader() {
        long deadline = System.nanoTime() + START.toNanos();
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            for (EtcdMember member : members) {
                while (!healthy(http, member)) {
                    if (!member.alive() || System.nanoTime() - deadline > 0) {
                        throw new IllegalStateException("etcd member " + member.name + " did not become healthy; "
                                + "its log is in " + directory);
                    }
                    Thread.sleep(50);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while etcd started", e);
        }
    }

    private static boolean healthy(HttpClient http, EtcdMember member) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(member.metrics.resolve("/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("true");
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < members.size(); i++) {
            kill(i);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> binary() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static URI loopback(String scheme, int port) {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
