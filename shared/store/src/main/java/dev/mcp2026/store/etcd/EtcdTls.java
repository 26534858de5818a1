package dev.mcp2026.store.etcd;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// PEM files for TLS to the cluster. The client pair may be absent where the cluster asks for none.
///
/// @param authority certificates that the members' must chain to
/// @param certificate this client's chain
/// @param privateKey its key, PKCS#8
public record EtcdTls(
        Path authority,
        @Nullable Path certificate,
        @Nullable Path privateKey) {
    public EtcdTls {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException("a client certificate and its key go together");
        }
    }
}
