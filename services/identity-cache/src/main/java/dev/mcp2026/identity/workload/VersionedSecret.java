package dev.mcp2026.identity.workload;

import com.google.protobuf.Any;
import dev.mcp2026.proto.envoy.tls.Secret;

/// One of Envoy's secrets.
///
/// @param version changes exactly when the secret does, and is the same after a restart
record VersionedSecret(String name, String version, Secret secret) {
    Any packed() {
        return Any.pack(secret);
    }

    /// Keeps the key out of logs.
    @Override
    public String toString() {
        return "VersionedSecret[" + name + ", " + version + "]";
    }
}
