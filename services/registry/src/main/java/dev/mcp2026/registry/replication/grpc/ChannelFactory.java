package dev.mcp2026.registry.replication.grpc;

import io.grpc.ManagedChannel;

/// Makes a new connection to a peer with the certificate files as they are now, so that a rotated
/// certificate is used
/// from the next connection on.
@FunctionalInterface
public interface ChannelFactory {
    ManagedChannel open();
}
