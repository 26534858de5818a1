package dev.mcp2026.servicekit.store;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.store.etcd.EtcdOptions;
import dev.mcp2026.store.etcd.EtcdStore;
import dev.mcp2026.store.etcd.EtcdTls;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Opens the durable store that the configuration names, and closes it last. An etcd that does not answer is no
/// reason not to start: the store is READ_ONLY then and goes on trying.
@Singleton
public class StoreFactory {
    @Produces
    @Singleton
    Store open(StoreConfig config) {
        return switch (config.kind()) {
            case EMBEDDED -> embedded(config.path());
            case ETCD -> etcd(config.etcd());
        };
    }

    private static Store embedded(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw Faults.invalid(
                    "mcp.store.path",
                    "'" + directory + "' can't be made: " + e.getMessage(),
                    "choose a writable place");
        }
        return EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store.mv")));
    }

    private static Store etcd(StoreConfig.Etcd config) {
        List<URI> endpoints = config.endpoints().orElse(List.of());
        if (endpoints.isEmpty()) {
            throw Faults.invalid(
                    "mcp.store.etcd.endpoints",
                    "kind is etcd and no endpoint is given",
                    "list the members' client URLs");
        }
        EtcdOptions options = EtcdOptions.at(endpoints, config.root());
        try {
            return EtcdStore.open(config.tls()
                    .map(tls -> options.withTls(new EtcdTls(tls.bundle(), tls.certificate(), tls.key())))
                    .orElse(options));
        } catch (IllegalArgumentException e) {
            throw Faults.invalid("mcp.store.etcd", String.valueOf(e.getMessage()), "correct the configuration");
        }
    }

    void close(@Disposes Store store) {
        store.close();
    }
}
