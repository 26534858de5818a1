package dev.mcp2026.registry.health.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens connections within an attempt's time, name resolution included, and to no denied address.
record Dialler(DeniedTargets denied, Resolver resolver) {
    /// Blocks without a bound, like the system's.
    @FunctionalInterface
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    Socket connect(Target target, Attempt attempt) throws IOException {
        InetAddress address = address(target, attempt);
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, target.port()), attempt.leftMillis());
            socket.setTcpNoDelay(true);
            attempt.connected(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// The address to connect to now. It is looked at after resolving, and used as it is: a name that resolves to
    /// something else the next moment (DNS rebinding) gains nothing.
    ///
    /// @throws DeniedTargetException no probe may go there
    /// @throws IllegalArgumentException the target's host is neither an address nor a name
    InetAddress address(Target target, Attempt attempt) throws IOException {
        InetAddress address = resolve(target.host(), attempt);
        var network = denied.denying(address);
        if (network.isPresent()) {
            throw new DeniedTargetException(address, network.get());
        }
        return address;
    }

    /// The system's resolver knows no timeout, so names are looked up aside. Literals are not
    /// looked up at all.
    private InetAddress resolve(String host, Attempt attempt) throws IOException {
        boolean literal = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (literal) {
            return InetAddress.ofLiteral(host);
        }
        CompletableFuture<InetAddress> found = new CompletableFuture<>();
        Thread.ofVirtual().name("health-resolve").start(() -> {
            try {
                found.complete(resolver.resolve(host));
            } catch (UnknownHostException | RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        try {
            return found.get(attempt.leftMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("name resolution");
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("interrupted");
        }
    }
}
