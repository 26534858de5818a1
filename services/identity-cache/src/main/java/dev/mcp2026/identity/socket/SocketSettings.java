package dev.mcp2026.identity.socket;

import dev.mcp2026.kernel.limit.Limit;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;

/// Of the socket for workloads.
///
/// @param path up to 107 bytes, which is what the kernel takes
/// @param mode of the socket's file; who may connect is not who gets an identity
/// @param message of a request; those of the Workload API are small
/// @param streams calls under way on one connection
/// @param connections open at once
/// @param connectionsPerProcess of them one process'
/// @param threads that serve it
/// @param drain what calls under way are given at the end
public record SocketSettings(
        Path path,
        Set<PosixFilePermission> mode,
        Limit message,
        Limit streams,
        Limit connections,
        Limit connectionsPerProcess,
        int threads,
        Duration drain) {
    public SocketSettings {
        mode = Set.copyOf(mode);
    }
}
