package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.error.Faults;

/// How an endpoint is probed.
public sealed interface CheckKind {
    /// A TCP connect.
    record Tcp() implements CheckKind {}

    /// A GET; a status in [statusMin, statusMax] is healthy. Redirects are not followed.
    record Http(String path, int statusMin, int statusMax) implements CheckKind {
        private static final int PATH_MAX_CHARS = 1024;

        public Http {
            if (!path.startsWith("/")
                    || path.length() > PATH_MAX_CHARS
                    || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw Faults.invalid(
                        "http.path",
                        "'" + Shown.of(path) + "' is not a path",
                        "start with '/', printable ASCII, at most 1024 chars");
            }
            if (statusMin < 100 || statusMax > 599 || statusMin > statusMax) {
                throw Faults.invalid(
                        "http.status_min", statusMin + " to " + statusMax + " is no status range", "use 100 to 599");
            }
        }
    }

    /// `grpc.health.v1.Health/Check` for `service`; the whole server where empty.
    record Grpc(String service) implements CheckKind {
        private static final int SERVICE_MAX_CHARS = 253;

        public Grpc {
            if (service.length() > SERVICE_MAX_CHARS) {
                throw Faults.invalid(
                        "grpc.service",
                        "the name has " + service.length() + " characters",
                        "use at most " + SERVICE_MAX_CHARS);
            }
        }
    }
}
