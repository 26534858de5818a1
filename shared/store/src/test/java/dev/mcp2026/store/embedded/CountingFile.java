package dev.mcp2026.store.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the syncs of a store's file.
final class CountingFile {
    private final AtomicInteger syncs = new AtomicInteger();

    EmbeddedStore open(Path path) {
        return new EmbeddedStore(
                EmbeddedOptions.at(path), InstantSource.system(), System::nanoTime, () -> Long.MAX_VALUE, Counted::new);
    }

    int syncs() {
        return syncs.get();
    }

    private final class Counted extends ShieldedFile {
        Counted(Map<String, Object> config, ExecutorService readers) {
            super(config, readers);
        }

        @Override
        public void sync() {
            syncs.incrementAndGet();
            super.sync();
        }
    }
}
