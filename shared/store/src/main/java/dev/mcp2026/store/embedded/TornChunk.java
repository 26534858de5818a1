package dev.mcp2026.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/// Takes the newest chunk out of a damaged file. Each chunk is synced before the next is begun, so after a crash only
/// the
/// newest can be torn, and nobody was told that what is in it was done. Works on a copy; the damaged file is kept.
final class TornChunk {
    private static final Logger LOG = Logger.getLogger(TornChunk.class);
    private static final int BLOCK = 4096;
    private static final int HEADER = 1024;
    private static final int FOOTER = 128;
    private static final Pattern HEAD =
            Pattern.compile("^chunk:([0-9a-f]{1,8}),len:([0-9a-f]{1,7}),[^\\n]*?version:([0-9a-f]{1,15})");

    private TornChunk() {}

    static Path copyWithoutNewest(Path file) {
        Path copy = sibling(file, ".salvage");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (long position : newest(channel).positions) {
                    channel.write(ByteBuffer.allocate(HEADER), position);
                }
                channel.force(true);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The highest version of which the file has a chunk with head and foot, or -1.
    static long newestVersion(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return newest(channel).version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param positions of its chunks: one, or more if an earlier attempt at it was torn too
    private record Newest(long version, List<Long> positions) {}

    private static Newest newest(FileChannel channel) throws IOException {
        List<Long> positions = new ArrayList<>();
        long version = -1;
        for (long at = 2 * BLOCK; at < channel.size(); at += BLOCK) {
            Matcher head = HEAD.matcher(text(channel, at, HEADER));
            if (!head.find()) {
                continue;
            }
            long found = Long.parseLong(head.group(3), 16);
            if (found < version || !footed(channel, at, head)) {
                continue;
            }
            if (found > version) {
                positions.clear();
                version = found;
            }
            positions.add(at);
        }
        return new Newest(version, positions);
    }

    /// MVStore takes a chunk for whole if its foot repeats its head.
    private static boolean footed(FileChannel channel, long at, Matcher head) throws IOException {
        long end = at + Long.parseLong(head.group(2), 16) * BLOCK;
        String foot = text(channel, end - FOOTER, FOOTER);
        return foot.startsWith("chunk:" + head.group(1) + ",") && foot.contains("version:" + head.group(3) + ",");
    }

    private static String text(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        channel.read(bytes, at);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    static void replace(Path file, Path salvaged) {
        Path kept = sibling(file, ".damaged");
        LOG.warnf("store went back one commit: the last one was torn file=%s kept=%s", file, kept);
        try {
            Files.deleteIfExists(kept);
            Files.createLink(kept, file);
            Files.move(salvaged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DataFile.syncDirectory(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void discard(Path salvaged) {
        try {
            Files.deleteIfExists(salvaged);
        } catch (IOException _) {
            // A leftover copy harms nobody; the next attempt overwrites it.
        }
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
