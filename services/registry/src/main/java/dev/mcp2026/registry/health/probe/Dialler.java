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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens connections within an attempt's time, name resolution included, and to no denied address.
final class Dialler {
    /// Blocks without a bound, like the system's.
    @FunctionalInterface
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    /// Look-ups under way at once, each on a thread of its own. A zone whose servers hang holds its places for as long
    /// as the system's resolver tries, whatever a probe's timeout.
    private static final int LOOKUPS_MAX = 128;

    private final Semaphore places = new Semaphore(LOOKUPS_MAX);
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
            CompletableFuture<InetAddress> found = lookups.computeIfAbsent(host, this::lookUp);
            if (found.isCompletedExceptionally()) {
                lookups.remove(host, found);
            }
            return found.get(attempt.leftMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("name resolution");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TooManyLookUpsException) {
                throw new SocketTimeoutException("name resolution: " + LOOKUPS_MAX + " look-ups are under way already");
            }
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
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(new TooManyLookUpsException());
        }
        Thread.ofPlatform().daemon().name("health-resolve").start(() -> {
            Object outcome = outcome(host);
            // First, so that whoever has this answer and asks again gets a new one.
            lookups.remove(host);
            places.release();
            if (outcome instanceof InetAddress address) {
                found.complete(address);
            } else {
                found.completeExceptionally((Throwable) outcome);
            }
        });
        return found;
    }

    /// An address, or why there is none: whatever happens, those who wait are told.
    private Object outcome(String host) {
        try {
            return resolver.resolve(host);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            return e;
        }
    }

    /// Not the name's fault.
    private static final class TooManyLookUpsException extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;
    }
}
