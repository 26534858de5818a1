package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QLogConfiguration;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicLogs;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The log of one connection: it begins, goes on in other files and ends as its [Qlog] has it. On the event loop.
final class ConnectionLog {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Qlog qlog;
    private final String end;
    private State state = new None();

    private sealed interface State {}

    private record None() implements State {}

    private record Into(Path file) implements State {}

    /// quiche cannot stop to log. What it writes goes to a file without a name, and nothing of it is kept.
    private record Nowhere(FileChannel file) implements State {}

    /// @param end server or client
    ConnectionLog(Qlog qlog, String end) {
        this.qlog = qlog;
        this.end = end;
    }

    /// For a connection that is made and sends its first packet in one go.
    ///
    /// @return null: it is not logged as yet
    @Nullable
    QLogConfiguration beforehand() {
        if (!qlog.isOn() || !qlog.enter()) {
            return null;
        }
        Path file = qlog.open(end, "new" + ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        state = new Into(file);
        return configuration(file);
    }

    /// Follows `connection` until it ends.
    void follow(QuicChannel connection) {
        if (qlog.isOff()) {
            return;
        }
        if (state instanceof Into(Path unnamed)) {
            connection.eventLoop().execute(() -> rename(unnamed, connection));
        } else {
            look(connection);
        }
        var looks = connection
                .eventLoop()
                .scheduleWithFixedDelay(
                        () -> look(connection), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> {
            looks.cancel(false);
            become(new None());
        });
    }

    private void rename(Path unnamed, QuicChannel connection) {
        if (!connection.isOpen()) {
            return;
        }
        Path named = qlog.open(end, QuicLogs.connectionId(connection));
        try {
            Files.move(unnamed, named);
            use(named);
        } catch (IOException e) {
            // As well as without.
            qlog.closed(named);
        }
    }

    private void look(QuicChannel connection) {
        switch (state) {
            case None _ -> {
                if (qlog.isOn() && qlog.enter() && !next(connection)) {
                    qlog.leave();
                }
            }
            case Into(Path file) -> {
                if (!qlog.isOn() || (qlog.isFull(file) && !next(connection))) {
                    discard(connection);
                }
            }
            case Nowhere(FileChannel file) -> {
                if (!qlog.isOn() || !next(connection)) {
                    empty(file);
                }
            }
        }
    }

    private boolean next(QuicChannel connection) {
        Path file = qlog.open(end, QuicLogs.connectionId(connection));
        boolean begun = QuicLogs.into(connection, configuration(file));
        if (begun) {
            use(file);
        } else {
            qlog.closed(file);
        }
        return begun;
    }

    private void use(Path file) {
        Qlog.keepFromOthers(file);
        become(new Into(file));
    }

    private void discard(QuicChannel connection) {
        try {
            Path room = Files.createTempDirectory("qlog");
            Path file = room.resolve("discarded");
            if (QuicLogs.into(connection, configuration(file))) {
                become(new Nowhere(FileChannel.open(file, StandardOpenOption.WRITE)));
            }
            Files.deleteIfExists(file);
            Files.delete(room);
        } catch (IOException e) {
            // The next look tries again.
        }
    }

    private static void empty(FileChannel file) {
        try {
            file.truncate(0);
        } catch (IOException e) {
            // The next look tries again.
        }
    }

    /// Whoever has a log has a place at [Qlog], until the connection's end.
    private void become(State next) {
        switch (state) {
            case None _ -> {}
            case Into(Path file) -> qlog.closed(file);
            case Nowhere(FileChannel file) -> close(file);
        }
        if (next instanceof None && !(state instanceof None)) {
            qlog.leave();
        }
        state = next;
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // It was read and written by nobody.
        }
    }

    private QLogConfiguration configuration(Path file) {
        return new QLogConfiguration(file.toString(), "http3", end);
    }
}
