package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.testkit.await.Await;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QlogTest {
    private static final String NAME = "\\d{8}T\\d{6}\\.\\d{6}Z-(server|client)-[0-9a-f]{40}\\.sqlog";

    @TempDir
    Path temporary;

    private final Domain domain = new Domain();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private Path directory;
    private Node node;

    @BeforeEach
    void name() {
        directory = temporary.resolve("qlog");
    }

    @AfterEach
    void close() {
        channels.forEach(Node::close);
        if (node != null) {
            node.close();
        }
    }

    private void make(String permissions) throws IOException {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    private Qlog logs(long connections, long files, long fileBytes) {
        QlogLimits limits = new QlogLimits(
                new Limit("connections", connections, "connections"),
                new Limit("files", files, "files"),
                new Limit("bytes", fileBytes, "bytes"));
        return Qlog.into(directory, limits, InstantSource.system());
    }

    private ManagedChannel connect(Qlog server, Qlog client) {
        if (node == null) {
            node = new Node(domain.server(), builder -> builder.qlog(server));
        }
        ManagedChannel channel = Http3ChannelBuilder.forAddress("127.0.0.1", node.port(), Node.LOOPS, domain.client())
                .qlog(client)
                .build();
        channels.add(channel);
        Node.call(channel, Node.ONCE);
        return channel;
    }

    private List<Path> files() throws IOException {
        return files(directory);
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.sorted().toList();
        }
    }

    /// Records of RFC 7464: a record separator, JSON, a line feed.
    private static List<JsonObject> records(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(text).startsWith("\u001e").endsWith("\n");
        return Arrays.stream(text.substring(1).split("\u001e"))
                .map(each -> JsonParser.parseString(each).getAsJsonObject())
                .toList();
    }

    private static List<String> events(Path file) throws IOException {
        return records(file).stream()
                .filter(each -> each.has("name"))
                .map(each -> each.get("name").getAsString())
                .toList();
    }

    @Test
    void bothEndsSayWhatTheySent() throws Exception {
        make("rwx------");
        Qlog logs = logs(4, 4, 1 << 20);
        Node.close(connect(logs, logs));
        node.close();
        List<Path> files = files();
        assertThat(files).hasSize(2).allSatisfy(file -> {
            assertThat(file.getFileName().toString()).matches(NAME);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(events(file)).contains("transport:packet_sent", "transport:packet_received");
        });
        assertThat(files.stream().map(file -> file.getFileName().toString().split("-")[1]))
                .containsExactlyInAnyOrder("client", "server");
        Path client = files.stream()
                .filter(file -> file.toString().contains("-client-"))
                .findFirst()
                .orElseThrow();
        JsonObject first = records(client).stream()
                .filter(each ->
                        each.has("name") && each.get("name").getAsString().endsWith("packet_sent"))
                .findFirst()
                .orElseThrow();
        assertThat(first.getAsJsonObject("data")
                        .getAsJsonObject("header")
                        .get("packet_type")
                        .getAsString())
                .isEqualTo("initial");
    }

    @Test
    void theDirectoryIsTheSwitch() throws Exception {
        Qlog logs = logs(4, 8, 1 << 20);
        ManagedChannel channel = connect(logs, Qlog.off());
        assertThat(directory).doesNotExist();
        make("rwx------");
        Await.until("the log of the open connection", Node.PATIENCE, () -> files().size() == 1);
        for (int i = 0; i < 100; i++) {
            Node.call(channel, Node.ONCE);
        }
        Path away = temporary.resolve("away");
        Files.move(directory, away);
        // Whole records: it was closed, though the connection is open.
        Await.until(
                "the end of the log",
                Node.PATIENCE,
                () -> Files.readString(files(away).getFirst()).endsWith("}\n")
                        && records(files(away).getFirst()).size() > 100);
        // What is buffered may happen to end with a record, so only a log that grows no more is closed.
        Await.until("nothing more to be written", Node.PATIENCE, () -> {
            long length = Files.size(files(away).getFirst());
            Node.echo(channel, 1 << 20);
            return Files.size(files(away).getFirst()) == length;
        });
        assertThat(directory).doesNotExist();
        make("rwx------");
        Await.until("one more log", Node.PATIENCE, () -> files().size() == 1);
    }

    @Test
    void filesAreBoundedInLengthAndNumber() throws Exception {
        make("rwx------");
        Qlog logs = logs(1, 2, 20_000);
        ManagedChannel channel = connect(logs, Qlog.off());
        Path first = files().getFirst();
        Await.until("the first file's end", Node.PATIENCE, () -> {
            for (int i = 0; i < 100; i++) {
                Node.call(channel, Node.ONCE);
            }
            assertThat(files().size()).isLessThanOrEqualTo(2);
            return !Files.exists(first);
        });
        assertThat(events(files().getFirst())).contains("transport:packet_sent");
    }

    @Test
    void noMoreConnectionsAreLoggedThanMayBe() throws Exception {
        make("rwx------");
        Qlog logs = logs(1, 4, 1 << 20);
        ManagedChannel logged = connect(logs, Qlog.off());
        ManagedChannel other = connect(logs, Qlog.off());
        assertThat(files()).hasSize(1);
        Node.close(logged);
        Await.until("the other's turn", Node.PATIENCE, () -> files().size() == 2);
        Node.call(other, Node.ONCE);
    }

    @Test
    void othersMayNotLook() throws Exception {
        make("rwxr-x---");
        Qlog logs = logs(4, 4, 1 << 20);
        connect(logs, logs);
        assertThat(files()).isEmpty();
    }
}
