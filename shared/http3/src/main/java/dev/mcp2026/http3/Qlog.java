package dev.mcp2026.http3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Logs connections in qlog's streamed form (draft-ietf-quic-qlog-main-schema, JSON-SEQ), on demand: while the
/// directory
/// is there, into `TIME-END-CONNECTIONID.sqlog`. It is never made here, so making it and moving it away is the switch,
/// and connections that are open by then obey within a second. A log tells who talks to whom: into a directory that
/// others may enter nothing is logged.
///
/// One can be shared by all servers and channels of a process. Files are written on their event loops.
public final class Qlog {
    private static final String SUFFIX = ".sqlog";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Set<PosixFilePermission> OWNERS_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");

    private final @Nullable Path directory;
    private final QlogLimits limits;
    private final InstantSource clock;
    private final Semaphore room;
    private final Set<Path> open = ConcurrentHashMap.newKeySet();

    private Qlog(@Nullable Path directory, QlogLimits limits, InstantSource clock) {
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.room = new Semaphore((int) limits.connections().max());
    }

    public static Qlog off() {
        return new Qlog(null, QlogLimits.defaults(), InstantSource.system());
    }

    /// @param clock of the files' names
    public static Qlog into(Path directory, QlogLimits limits, InstantSource clock) {
        return new Qlog(directory, limits, clock);
    }

    boolean isOff() {
        return directory == null;
    }

    boolean isOn() {
        try {
            return directory != null
                    && Files.isDirectory(directory)
                    && Files.isWritable(directory)
                    && OWNERS_DIRECTORY.containsAll(Files.readAttributes(directory, PosixFileAttributes.class)
                            .permissions());
        } catch (IOException e) {
            // Moved away in between.
            return false;
        }
    }

    /// One more connection, until [#leave].
    ///
    /// @return false: as many as may be are logged
    boolean enter() {
        return room.tryAcquire();
    }

    void leave() {
        room.release();
    }

    /// Where a log begins or goes on now, until [#closed]; the oldest of those that are closed make room.
    ///
    /// @param end server or client
    Path open(String end, String connectionId) {
        Path in = directory;
        if (in == null) {
            throw new IllegalStateException("nothing is logged");
        }
        makeRoom(in);
        Path file = in.resolve(TIME.format(clock.instant()) + "-" + end + "-" + connectionId + SUFFIX);
        open.add(file);
        return file;
    }

    void closed(Path file) {
        open.remove(file);
    }

    private void makeRoom(Path in) {
        try (Stream<Path> all = Files.list(in)) {
            List<Path> logs = all.filter(each -> each.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            List<Path> closed =
                    logs.stream().filter(each -> !open.contains(each)).toList();
            long tooMany = logs.size() + 1 - limits.files().max();
            for (Path oldest : closed.subList(0, (int) Math.clamp(tooMany, 0, closed.size()))) {
                Files.deleteIfExists(oldest);
            }
        } catch (IOException e) {
            // Moved away in between, which whoever opens the file will notice.
        }
    }

    /// quiche leaves a file's permissions to the process' umask.
    ///
    /// @return false: it is not there
    static boolean keepFromOthers(Path file) {
        try {
            Files.setPosixFilePermissions(file, OWNERS_FILE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Also where it was deleted, since nobody can read what is written to it then.
    boolean isFull(Path file) {
        try {
            return Files.size(file) > limits.fileBytes().max();
        } catch (IOException e) {
            return true;
        }
    }
}
