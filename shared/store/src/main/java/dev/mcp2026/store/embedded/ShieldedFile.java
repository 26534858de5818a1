package dev.mcp2026.store.embedded;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/// MVStore's file, with callers' reads that miss the page cache moved to [IoThread]s, and a memory of failed syncs.
class ShieldedFile extends SingleFileStore {
    private final ExecutorService readers;
    private volatile boolean syncFailed;

    ShieldedFile(Map<String, Object> config, ExecutorService readers) {
        super(config);
        this.readers = readers;
    }

    /// True once a sync has failed: the kernel may have dropped the pages, so what is in memory proves nothing
    /// about the disk any more (Rebello et al., "Can Applications Recover from fsync Failures?", ATC 2020).
    boolean syncFailed() {
        return syncFailed;
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long pos, int len) {
        if (Thread.currentThread() instanceof IoThread) {
            return super.readFully(chunk, pos, len);
        }
        // CompletableFuture.join() waits on through interrupts and keeps the flag.
        try {
            return CompletableFuture.supplyAsync(() -> super.readFully(chunk, pos, len), readers)
                    .join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void sync() {
        try {
            force();
        } catch (MVStoreException e) {
            syncFailed = true;
            throw e;
        }
    }

    /// Waits until the disk has it (`fsync`).
    void force() {
        super.sync();
    }
}
