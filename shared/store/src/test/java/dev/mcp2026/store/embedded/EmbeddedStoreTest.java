package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Lease;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreContract;
import dev.mcp2026.store.StoreLimits;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest extends StoreContract {
    @TempDir
    Path directory;

    private int files;
    private Path file;

    @Override
    protected Store open(long watchEvents) {
        file = directory.resolve("store" + files++ + ".mv");
        return EmbeddedStore.open(options(watchEvents));
    }

    private EmbeddedOptions options(long watchEvents) {
        StoreLimits d = StoreLimits.defaults();
        StoreLimits small = new StoreLimits(
                        d.keyBytes(),
                        d.valueBytes(),
                        d.txnOps(),
                        d.txnBytes(),
                        new Limit("mcp.store.page-entries", 10, "entries"),
                        d.watchEvents(),
                        d.historyRevisions(),
                        d.historyBytes(),
                        d.pendingTxns(),
                        d.leases())
                .withWatchEvents(watchEvents)
                .withHistoryRevisions(100);
        return EmbeddedOptions.at(file).withLimits(small);
    }

    @Override
    protected void compact() {
        for (int i = 0; i < 101; i++) {
            put("filler", "x");
        }
    }

    @Test
    void everythingIsThereAfterReopening() {
        put("a", "1");
        Lease lease = store.grant(Duration.ofSeconds(300));
        store.txn(Txn.of(Op.put(new Key("b"), Value.of("2"), lease.id())));
        var before = entry("b");

        store.close();
        store = EmbeddedStore.open(options(64));

        assertThat(entry("b")).isEqualTo(before);
        assertThat(store.keepAlive(lease.id()).ttl()).isEqualTo(Duration.ofSeconds(300));
        assertThat(put("c", "3").revision()).isEqualTo(before.modified().next());
        store.revoke(lease.id());
        assertThat(store.get(new Key("b")).entry()).isEmpty();
    }

    @Test
    void theFileIsItsOwnersOnly() throws IOException {
        store.close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        store = EmbeddedStore.open(options(64));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileInUseIsRefused() {
        refused(FaultKind.UNAVAILABLE, "in use", () -> EmbeddedStore.open(options(64)));
        put("still", "works");
    }

    @Test
    void aMissingDirectoryIsSaidSo() {
        refused(
                FaultKind.UNAVAILABLE,
                "directory",
                () -> EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("no/such/store.mv"))));
    }

    @Test
    void aFileThatIsNoStoreIsRefusedAndLeftAlone() throws IOException {
        Path other = directory.resolve("other.txt");
        Files.writeString(other, "this is not a store\n".repeat(1000));

        refused(FaultKind.UNAVAILABLE, "damaged", () -> EmbeddedStore.open(EmbeddedOptions.at(other)));

        assertThat(Files.readString(other)).startsWith("this is not a store");
    }

    @Test
    void readersWhoAreInterruptedDoNotCloseTheFile() throws Exception {
        for (int i = 0; i < 200; i++) {
            put("k/" + i, "x".repeat(2000));
        }
        store.close();
        // Opened anew with hardly any cache, so that reads go to the file.
        EmbeddedOptions d = options(64);
        store = EmbeddedStore.open(new EmbeddedOptions(
                file, d.limits(), d.writeTimeout(), d.recheckEvery(), 0, 0, d.groupTxns(), d.groupBytes()));
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Key key = new Key("k/" + i);
            Thread reader = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                store.get(key);
            });
            readers.add(reader);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        put("after", "x");
        assertThat(entry("k/7").value().size()).isEqualTo(2000);
    }

    @Test
    void manyWritersShareSyncs() throws Exception {
        CountingFile counting = new CountingFile();
        try (EmbeddedStore counted = counting.open(directory.resolve("counted.mv"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int before = counting.syncs();
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Key key = new Key("k/" + i);
                done.add(threads.submit(() -> counted.put(key, Value.of("x"))));
            }
            for (Future<?> one : done) {
                one.get();
            }
            assertThat(counting.syncs() - before).isGreaterThan(0).isLessThan(200);
        }
    }

    @Test
    void overwritingDoesNotGrowTheFileForEver() throws Exception {
        overwrite(500);
        long early = Files.size(file);
        overwrite(1500);

        assertThat(Files.size(file)).isLessThan(2 * early + (1 << 20));
    }

    private void overwrite(int times) {
        for (int i = 0; i < times; i++) {
            put("hot/" + i % 50, "v".repeat(500));
        }
    }
}
