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
    private static final Pattern VERSION = Pattern.compile("^chunk:[0-9a-f]+,[^\\n]*?version:([0-9a-f]+)");

    private TornChunk() {}

    static Path copyWithoutNewest(Path file) {
        Path copy = sibling(file, ".salvage");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                long newest = newest(channel);
                if (newest >= 0) {
                    channel.write(ByteBuffer.allocate(HEADER), newest);
                }
                channel.force(true);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The position of the chunk of the highest version, or -1.
    private static long newest(FileChannel channel) throws IOException {
        long position = -1;
        long version = -1;
        ByteBuffer head = ByteBuffer.allocate(HEADER);
        for (long at = 2 * BLOCK; at < channel.size(); at += BLOCK) {
            head.clear();
            channel.read(head, at);
            Matcher match = VERSION.matcher(new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1));
            if (match.find() && Long.parseUnsignedLong(match.group(1), 16) > version) {
                version = Long.parseUnsignedLong(match.group(1), 16);
                position = at;
            }
        }
        return position;
    }

    static void replace(Path file, Path salvaged) {
        Path kept = sibling(file, ".damaged");
        LOG.warnf("store went back one commit: the last one was torn file=%s kept=%s", file, kept);
        try {
            Files.deleteIfExists(kept);
            Files.createLink(kept, file);
            Files.move(salvaged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
                directory.force(true);
            }
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
