package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.store.Await;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Lookup;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is full or fails: READ_ONLY with the reason, reads go on, and back when it can be.
class DiskFailureTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Key A = new Key("a");

    @TempDir
    Path directory;

    private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
    private final AtomicBoolean writesFail = new AtomicBoolean();
    private final AtomicBoolean syncsFail = new AtomicBoolean();

    @Test
    void littleSpaceIsReadOnlyUntilThereIsMore() throws Exception {
        try (EmbeddedStore store = open()) {
            store.put(A, Value.of("kept"));
            free.set(10);

            assertReadOnly(store);
            assertThat(store.status().reason()).contains("mcp.store.reserve-bytes");
            assertStaleButThere(store);

            free.set(Long.MAX_VALUE);
            Await.until("READ_WRITE", SOON, () -> store.status().mode() == StoreMode.READ_WRITE);
            store.put(A, Value.of("again"));
            assertThat(store.get(A).stale()).isFalse();
        }
    }

    @Test
    void aFailedWriteIsReadOnlyUndoneAndRecovered() throws Exception {
        try (EmbeddedStore store = open()) {
            long before = store.put(A, Value.of("kept")).revision().value();
            writesFail.set(true);

            assertReadOnly(store);
            assertStaleButThere(store);

            writesFail.set(false);
            Await.until("READ_WRITE", SOON, () -> store.status().mode() == StoreMode.READ_WRITE);
            assertThat(store.put(A, Value.of("again")).revision().value()).isEqualTo(before + 1);
        }
    }

    @Test
    void aFailedSyncIsNeverTrustedAgain() throws Exception {
        try (EmbeddedStore store = open()) {
            store.put(A, Value.of("kept"));
            syncsFail.set(true);
            assertThatThrownBy(() -> store.put(A, Value.of("lost?")))
                    .isInstanceOf(FaultException.class)
                    .satisfies(e ->
                            assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.DEADLINE_EXCEEDED));
            syncsFail.set(false);

            assertReadOnly(store);
            assertThat(store.status().reason()).contains("restart");
            assertThat(store.get(A).stale()).isTrue();
        }
    }

    @Test
    void aRealFullDisk() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=3m", "mcp-test", small.toString()),
                "a small file system can't be mounted here (needs root)");
        try {
            Path ballast = small.resolve("ballast");
            Files.write(ballast, new byte[2 << 20]);
            EmbeddedOptions options = EmbeddedOptions.at(small.resolve("store.mv"))
                    .withReserveBytes(0)
                    .withRecheckEvery(Duration.ofMillis(100));
            int acknowledged = 0;
            try (EmbeddedStore store = EmbeddedStore.open(options)) {
                while (store.status().mode() == StoreMode.READ_WRITE) {
                    try {
                        store.put(new Key("k/" + acknowledged), Value.of(new byte[10_000]));
                        acknowledged++;
                    } catch (FaultException e) {
                        assertThat(e.fault().kind()).isEqualTo(FaultKind.READ_ONLY);
                    }
                }
                assertThat(acknowledged).isPositive();
                assertThat(store.get(new Key("k/0")).stale()).isTrue();
                Files.delete(ballast);
                Await.until("READ_WRITE", SOON, () -> store.status().mode() == StoreMode.READ_WRITE);
                store.put(A, Value.of("fits"));
            }
            try (EmbeddedStore store = EmbeddedStore.open(options)) {
                for (int i = 0; i < acknowledged; i++) {
                    assertThat(store.get(new Key("k/" + i)).entry())
                            .as("k/%d", i)
                            .isPresent();
                }
            }
        } finally {
            run("umount", small.toString());
        }
    }

    private EmbeddedStore open() {
        EmbeddedOptions options =
                EmbeddedOptions.at(directory.resolve("store.mv")).withRecheckEvery(Duration.ofMillis(50));
        return new EmbeddedStore(
                options,
                InstantSource.system(),
                System::nanoTime,
                free::get,
                (config, readers) -> new ShieldedFile(config, readers) {
                    @Override
                    protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
                        if (writesFail.get()) {
                            throw failure();
                        }
                        super.writeFully(chunk, position, source);
                    }

                    @Override
                    void force() {
                        if (syncsFail.get()) {
                            throw failure();
                        }
                        super.force();
                    }
                });
    }

    private static RuntimeException failure() {
        return DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED, "injected");
    }

    private static void assertStaleButThere(EmbeddedStore store) {
        Lookup lookup = store.get(A);
        assertThat(lookup.stale()).isTrue();
        assertThat(lookup.entry().orElseThrow().value().text()).isEqualTo("kept");
    }

    private static void assertReadOnly(EmbeddedStore store) {
        assertThatThrownBy(() -> store.put(A, Value.of("refused")))
                .isInstanceOf(FaultException.class)
                .satisfies(e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.READ_ONLY));
        assertThat(store.status().mode()).isEqualTo(StoreMode.READ_ONLY);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
