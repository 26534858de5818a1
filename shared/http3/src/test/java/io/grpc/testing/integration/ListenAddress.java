package io.grpc.testing.integration;

import java.net.SocketAddress;

/// The interop suite keeps its server's address to its own package.
public final class ListenAddress {
    private ListenAddress() {}

    public static SocketAddress of(AbstractInteropTest test) {
        return test.getListenAddress();
    }
}
