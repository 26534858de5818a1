package dev.mcp2026.trust;

import java.nio.file.Path;

/// Where the files of a development trust domain are:
///
/// ```
/// ca.pem  ca-key.pem                         the root
/// svid/cell.<cell>.<service>/{cert,key,bundle}.pem
/// svid/operator.<name>/{cert,key,bundle}.pem
/// token                                      the operator's bearer token
/// tokens.sha256                              what servers check tokens against
/// ```
public record TrustDirectory(Path root) {

    /// One SVID's files: chain, PKCS#8 key, and the authorities to trust.
    public record SvidFiles(Path directory) {
        public Path certificate() {
            return directory.resolve("cert.pem");
        }

        public Path key() {
            return directory.resolve("key.pem");
        }

        public Path bundle() {
            return directory.resolve("bundle.pem");
        }
    }

    public Path authority() {
        return root.resolve("ca.pem");
    }

    public Path authorityKey() {
        return root.resolve("ca-key.pem");
    }

    public Path svids() {
        return root.resolve("svid");
    }

    /// The role's path with dots, so that a listing of the directory reads like the ids.
    public SvidFiles svid(Role role) {
        return new SvidFiles(svids().resolve(String.join(".", role.path())));
    }

    public Path token() {
        return root.resolve("token");
    }

    public Path tokenTable() {
        return root.resolve("tokens.sha256");
    }

    Path lock() {
        return root.resolve(".lock");
    }
}
