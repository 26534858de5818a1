package dev.mcp2026.store.embedded;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        ensureExists(path);
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
                throw unavailable(
                        "the data file " + path + " is damaged: " + e.getMessage(), "restore a copy of it", e);
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
        ShieldedFile file = opener.create(config, readers);
        try {
            file.open(path.toString(), false, null);
            // No auto-commit of either kind: a chunk is written when a batch is whole, never in its middle.
            MVStore store = new MVStore.Builder()
                    .adoptFileStore(file)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .open();
            // A dead chunk's space may be reused at once when it is 5 versions old: every version is synced.
            store.setRetentionTime(0);
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
        } catch (RuntimeException e) {
            // Garbage that happens to decode far enough to trip over.
            closeQuietly(file);
            throw new DamagedException(String.valueOf(e.getMessage()), e);
        }
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

    private static void ensureExists(Path path) {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException _) {
            tighten(path);
        } catch (IOException e) {
            throw unavailable(
                    "the data file " + path + " can't be made: " + e, "make its directory exist and be writable", e);
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
