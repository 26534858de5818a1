package dev.mcp2026.testkit.etcd;

import java.nio.file.Path;
import java.util.List;

/// PEM files with which members show who they are, to clients and to each other, and ask the same of them. The
/// certificate must be valid for 127.0.0.1, as server and as client: a development SVID is.
///
/// @param authority what clients' and other members' certificates must chain to
/// @param certificate the members' chain; all of them show the same
/// @param privateKey its key
public record MutualTls(Path authority, Path certificate, Path privateKey) {
    List<String> forClients() {
        return List.of(
                "--client-cert-auth",
                "--trusted-ca-file=" + authority,
                "--cert-file=" + certificate,
                "--key-file=" + privateKey);
    }

    List<String> forPeers() {
        return List.of(
                "--peer-client-cert-auth",
                "--peer-trusted-ca-file=" + authority,
                "--peer-cert-file=" + certificate,
                "--peer-key-file=" + privateKey);
    }
}
