package dev.mcp2026.servicekit.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where durable state is kept.
@ConfigMapping(prefix = "mcp.store")
public interface StoreConfig {
    /// Which adapter.
    enum Kind {
        EMBEDDED,
        ETCD
    }

    @WithDefault("embedded")
    Kind kind();

    /// Directory of the embedded store's file.
    @WithDefault("data")
    Path path();

    /// Pause between attempts to load what a service keeps in memory from a store that did not answer at the start.
    @WithDefault("1s")
    Duration loadRetry();

    Etcd etcd();

    /// With `kind=etcd`.
    interface Etcd {
        /// The members' client URLs.
        Optional<List<URI>> endpoints();

        /// Put before every key, so that shards and other users of the cluster stay apart.
        @WithDefault("mcp2026/")
        String root();

        Optional<Tls> tls();
    }

    /// PEM files, needed for `https` endpoints. Read once, at the start.
    interface Tls {
        /// Authorities that the members' certificates must chain to.
        Path bundle();

        /// This process' own chain, for members that ask for one.

        Path certificate();

        /// Its key, PKCS#8.
        Path key();
    }
}
