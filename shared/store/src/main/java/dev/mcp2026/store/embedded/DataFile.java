package dev.mcp2026.store.embedded;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/// The open data file: MVStore and the tables in it, checked.
record DataFile(Path path, ShieldedFile file, MVStore store, Tables tables) {
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /// Opens the file, makes it if missing, and checks that it holds what was committed; if the last chunk was torn,
    /// goes back to the one before.
    ///
    /// @throws FaultException UNAVAILABLE if it is in use, can't be opened, or is damaged beyond the last chunk
    static DataFile open(
            EmbeddedOptions options, FileOpener opener, ExecutorService readers, LeaseBook leases, long now) {
        Path path = options.file();
        prepare(path, options, opener, readers);
        try {
            return openChecked(path, options, opener, readers, leases, now);
        } catch (DamagedException e) {
            Path salvaged = TornChunk.copyWithoutNewest(path);
            try {
                openChecked(salvaged, options, opener, readers, leases, now).closeNow();
                TornChunk.replace(path, salvaged);
                return openChecked(path, options, opener, readers, leases, now);
            } catch (DamagedException again) {
                TornChunk.discard(salvaged);
                again.addSuppressed(e);
                throw unavailable(
                        "the data file " + path + " is damaged: " + again.getMessage(), "restore a copy of it", again);
            }
        }
    }

    private static DataFile openChecked(
            Path path,
            EmbeddedOptions options,
            FileOpener opener,
            ExecutorService readers,
            LeaseBook leases,
            long now) {
        Map<String, Object> config = new HashMap<>();
        config.put("cacheSize", options.cacheMegabytes());
        // Always look at every chunk for the newest whole one: the quick way trusts the file's header, which may have
        // reached the disk before the chunk it points to, and then takes a much older chunk for the newest.
        config.put("recoveryMode", 1);
        ShieldedFile file = opener.create(config, readers);
        try {
            MVStore store = openStore(path, file);
            if (store.getCurrentVersion() < TornChunk.newestVersion(path) - 1) {
                // Only the last chunk can be torn; MVStore would go back as far as it takes, without a word.
                throw new DamagedException("more than its last commit can't be read", null);
            }
            Tables tables = new Tables(store, leases);
            if (!tables.load(now)) {
                throw new DamagedException("its contents do not match their digest", null);
            }
            return new DataFile(path, file, store, tables);
        } catch (MVStoreException e) {
            closeQuietly(file);
            throw translate(path, e);
        } catch (DamagedException e) {
            closeQuietly(file);
            throw e;
        } catch (RuntimeException | AssertionError e) {
            // Garbage that happens to decode far enough to trip over, or over MVStore's assertions where they are on.
            closeQuietly(file);
            throw new DamagedException(e.toString(), e);
        }
    }

    private static MVStore openStore(Path path, ShieldedFile file) {
        file.open(path.toString(), false, null);
        // No auto-commit of either kind: a chunk is written when a batch is whole, never in its middle.
        MVStore store = new MVStore.Builder()
                .adoptFileStore(file)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
        // A dead chunk's space may be reused at once when it is 5 versions old: every version is synced.
        store.setRetentionTime(0);
        return store;
    }

    private static RuntimeException translate(Path path, MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED ->
                unavailable(
                        "the data file " + path + " is in use by another process",
                        "stop that process, or give this one its own data directory",
                        e);
            case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED ->
                e.getCause() instanceof java.io.EOFException
                        ? new DamagedException("it ends too early", e)
                        : unavailable(
                                "the data file " + path + " can't be opened: " + e.getMessage(), "check the disk", e);
            default -> new DamagedException(String.valueOf(e.getMessage()), e);
        };
    }

    /// Makes the file if it is missing: aside, whole and synced, then put in its place. So a file that is there and
    /// empty,
    /// as MVStore shows one whose chunks it can't read, is always a damaged one.
    private static void prepare(Path path, EmbeddedOptions options, FileOpener opener, ExecutorService readers) {
        try {
            if (Files.exists(path)) {
                tighten(path);
                return;
            }
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Map<String, Object> config = new HashMap<>();
            config.put("cacheSize", options.cacheMegabytes());
            MVStore store = openStore(fresh, opener.create(config, readers));
            new Tables(store, new LeaseBook()).commit();
            store.closeImmediately();
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(path);
        } catch (IOException | MVStoreException e) {
            throw unavailable(
                    "the data file " + path + " can't be made: " + e, "make its directory exist and be writable", e);
        }
    }

    static void syncDirectory(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }

    private static void tighten(Path path) {
        try {
            if (!Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
        } catch (IOException _) {
            // On a read-only file system it stays as it is; the store then says READ_ONLY.
        }
    }

    static FaultException unavailable(String detail, String action, Throwable cause) {
        return new FaultException(new Fault(FaultKind.UNAVAILABLE, null, detail, action), cause);
    }

    boolean readOnly() {
        return file.isReadOnly();
    }

    /// Syncs what was found, before anything is built on it. Its last chunk may be known to the kernel only, if a
    /// process
    /// died, or a write failed, before its sync: a power cut could then tear that chunk together with the next.
    void settle() {
        store.sync();
    }

    /// Closes after the last commit, leaving a mark that makes the next opening quicker.
    void close() {
        store.close();
    }

    /// Closes without writing: what is not committed is dropped.
    void closeNow() {
        store.closeImmediately();
        closeQuietly(file);
    }

    private static void closeQuietly(ShieldedFile file) {
        try {
            file.close();
        } catch (RuntimeException _) {
            // Already on the way out with a better reason.
        }
    }

    /// The file can be read, and what it holds is not what was committed.
    static final class DamagedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
