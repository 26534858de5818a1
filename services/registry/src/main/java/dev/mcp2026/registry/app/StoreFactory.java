package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Opens the durable store that the configuration names, and closes it last.
@Singleton
public class StoreFactory {
    @Produces
    @Singleton
    Store open(StoreConfig config) {
        return switch (config.kind()) {
            case EMBEDDED -> embedded(config.path());
            case ETCD -> throw new UnsupportedOperationException();
        };
    }

    private static Store embedded(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw Faults.invalid(
                    "mcp.store.path", "'" + directory + "' can't be made: " + e.getMessage(), "choose a writable place");
        }
        return EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store.mv")));
    }

    void close(@Disposes Store store) {
        store.close();
    }
}
