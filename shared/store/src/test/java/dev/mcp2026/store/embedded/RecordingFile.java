package dev.mcp2026.store.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.h2.mvstore.SFChunk;

/// A file that remembers what was done to it, so that a test can make the file that a power cut at any point could have
/// left: all that was synced, and of the rest an arbitrary part, torn at sector bounds.
final class RecordingFile {
    private static final int SECTOR = 512;

    sealed interface Step {
        record Write(long position, byte[] bytes) implements Step {
            /// Everything that MVStore writes is a chunk, but for the file's header at its start.
            boolean isChunk() {
                return position > 0;
            }
        }

        record Truncate(long size) implements Step {}

        record Sync() implements Step {}

        record Acknowledged(String id, long revision) implements Step {}
    }

    private final List<Step> steps = new ArrayList<>();

    synchronized void add(Step step) {
        steps.add(step);
    }

    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /// Runs the transaction that [CrashCheck] looks for, and notes its acknowledgement.
    void transact(EmbeddedStore store, String id) {
        long revision = store.txn(CrashCheck.transaction(id)).revision().value();
        add(new Step.Acknowledged(id, revision));
    }

    ShieldedFile create(Map<String, Object> config, ExecutorService readers) {
        return new ShieldedFile(config, readers) {
            @Override
            protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
                ByteBuffer copy = source.duplicate();
                byte[] bytes = new byte[copy.remaining()];
                copy.get(bytes);
                add(new Step.Write(position, bytes));
                super.writeFully(chunk, position, source);
            }

            @Override
            public void truncate(long size) {
                add(new Step.Truncate(size));
                super.truncate(size);
            }

            @Override
            public void sync() {
                super.sync();
                add(new Step.Sync());
            }
        };
    }

    /// Writes to `image` what the first `count` steps leave in the kernel's cache when the process dies: all.
    static void kill(List<Step> steps, int count, Path image) throws IOException {
        replay(steps, count, count, new Random(0), image);
    }

    /// Writes to `image` what the first `count` steps could have left on the disk.
    static void powerCut(List<Step> steps, int count, Random random, Path image) throws IOException {
        int synced = 0;
        for (int i = 0; i < count; i++) {
            if (steps.get(i) instanceof Step.Sync) {
                synced = i;
            }
        }
        replay(steps, count, synced, random, image);
    }

    private static void replay(List<Step> steps, int count, int synced, Random random, Path image) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(0);
            for (int i = 0; i < count; i++) {
                boolean sure = i <= synced;
                switch (steps.get(i)) {
                    case Step.Write write -> write(file, write, sure, random);
                    case Step.Truncate truncate -> {
                        if (sure || random.nextBoolean()) {
                            file.setLength(truncate.size());
                        }
                    }
                    case Step.Sync _, Step.Acknowledged _ -> {}
                }
            }
        }
    }

    private static void write(RandomAccessFile file, Step.Write write, boolean sure, Random random) throws IOException {
        if (sure) {
            file.seek(write.position());
            file.write(write.bytes());
            return;
        }
        // Some tears lose a random half, some just a sector or two: those are the ones that headers do not show.
        int keepOf100 = random.nextBoolean() ? 50 : 97;
        for (int at = 0; at < write.bytes().length; at += SECTOR) {
            if (random.nextInt(100) < keepOf100) {
                file.seek(write.position() + at);
                file.write(write.bytes(), at, Math.min(SECTOR, write.bytes().length - at));
            }
        }
    }
}
