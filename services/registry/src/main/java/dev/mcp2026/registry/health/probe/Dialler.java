package dev.mcp2026.registry.health.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens connections within an attempt's time, name resolution included, and to no denied address.
final class Dialler {
    /// Blocks without a bound, like the system's.
    @FunctionalInterface
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    private final DeniedTargets denied;
    private final Resolver resolver;
    /// Look-ups under way; those that a probe gave up on end by themselves.
    private final ConcurrentMap<String, CompletableFuture<InetAddress>> lookups = new ConcurrentHashMap<>();

    Dialler(DeniedTargets denied, Resolver resolver) {
        this.denied = denied;
        this.resolver = resolver;
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
        try {
            return lookups.computeIfAbsent(host, this::lookUp).get(attempt.leftMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("name resolution");
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("interrupted");
        }
    }

    /// One for each name at a time, however many probes ask, since a resolver that hangs does so for many seconds. On
    /// a platform thread: it blocks in native code, where it would keep a carrier from all other virtual threads.
    private CompletableFuture<InetAddress> lookUp(String host) {
        CompletableFuture<InetAddress> found = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("health-resolve").start(() -> {
            try {
                InetAddress address = resolver.resolve(host);
                // First, so that whoever has this answer and asks again gets a new one.
                lookups.remove(host);
                found.complete(address);
            } catch (UnknownHostException | RuntimeException e) {
                lookups.remove(host);
                found.completeExceptionally(e);
            }
        });
        return found;
    }
}
