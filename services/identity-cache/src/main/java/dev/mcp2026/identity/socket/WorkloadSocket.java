package dev.mcp2026.identity.socket;

import dev.mcp2026.identity.attest.Attestor;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Serves gRPC on a Unix socket whose file it watches: a file that has gone is made anew, and one that was replaced is
/// told of and left alone, since whoever replaced it answers workloads in our place.
public final class WorkloadSocket implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkloadSocket.class);
    private static final int MAX_PATH = 107;
    /// Of a file's mode (inode(7)).
    private static final int FILE_TYPE = 0xf000;

    private static final int SOCKET = 0xc000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final SocketSettings settings;
    private final Attestor attestor;
    private final List<BindableService> services;
    private final ConnectionCounts counts;
    private @Nullable EventLoopGroup acceptor;
    private @Nullable EventLoopGroup loops;
    private @Nullable Server server;
    private @Nullable Thread watcher;
    private @Nullable Object file;
    private volatile @Nullable String trouble = "it does not listen yet";

    public WorkloadSocket(SocketSettings settings, Attestor attestor, List<? extends BindableService> services) {
        this.settings = settings;
        this.attestor = attestor;
        this.services = List.copyOf(services);
        this.counts = new ConnectionCounts(settings.connections(), settings.connectionsPerProcess());
    }

    /// @throws FaultException INVALID_ARGUMENT for a path that can't be used, CONFLICT where another process serves it
    public synchronized void start() {
        Path path = settings.path();
        if (!Epoll.isAvailable()) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the Workload API needs Linux: " + Epoll.unavailabilityCause(),
                    "run the identity cache on the machine of its workloads");
        }
        requireUsable(path);
        acceptor = new EpollEventLoopGroup(1, new DefaultThreadFactory("workload-accept", true));
        loops = new EpollEventLoopGroup(settings.threads(), new DefaultThreadFactory("workload", true));
        try {
            listen(path);
        } catch (IOException e) {
            close();
            throw unusable(path, String.valueOf(e.getMessage()));
        }
        watcher = Thread.ofVirtual().name("workload-socket").start(this::watch);
        LOG.infof("workload API listens path=%s", path);
    }

    private void requireUsable(Path path) {
        if (bytes(path) > MAX_PATH || bytes(beside(path)) > MAX_PATH) {
            throw Faults.invalid(
                    "mcp.identity.socket", path + " is longer than " + MAX_PATH + " bytes", "choose a shorter path");
        }
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (!isSocket(path)) {
                throw unusable(path, "there is a file that is no socket");
            }
        } catch (IOException e) {
            throw unusable(path, String.valueOf(e.getMessage()));
        }
        if (isServed(path)) {
            throw Faults.of(
                    FaultKind.CONFLICT,
                    "another process serves " + path,
                    "stop it, or set another mcp.identity.socket");
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /// Where it is bound first; always of the same length.
    private static Path beside(Path path) {
        return path.resolveSibling(".%06x".formatted(System.nanoTime() & 0xffffff));
    }

    private static boolean isSocket(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & FILE_TYPE) == SOCKET;
    }

    private static FaultException unusable(Path path, String why) {
        return Faults.invalid(
                "mcp.identity.socket", path + " can't be used: " + why, "choose a path that this user may write");
    }

    private static boolean isServed(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException nobody) {
            return false;
        }
    }

    /// Bound beside its place and then moved there: a client finds either no file or one that answers.
    private void listen(Path path) throws IOException {
        Path beside = beside(path);
        Server next = NettyServerBuilder.forAddress(
                        new DomainSocketAddress(beside.toString()),
                        InternalNettyServerCredentials.create(new PeerNegotiator(attestor, counts)))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(java.util.Objects.requireNonNull(acceptor))
                .workerEventLoopGroup(java.util.Objects.requireNonNull(loops))
                .directExecutor()
                .maxInboundMessageSize((int) settings.message().max())
                .maxConcurrentCallsPerConnection((int) settings.streams().max())
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addServices(services.stream()
                        .map(service -> ServerInterceptors.intercept(service, new CallerInterceptor(attestor)))
                        .toList())
                .build()
                .start();
        try {
            Files.setPosixFilePermissions(beside, settings.mode());
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            file = key(path);
        } catch (IOException e) {
            next.shutdownNow();
            Files.deleteIfExists(beside);
            throw e;
        }
        server = next;
        trouble = null;
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_EVERY);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void look() {
        Path path = settings.path();
        Server now = server;
        if (now == null) {
            return;
        }
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                LOG.warnf("the socket's file is gone and made anew path=%s", path);
                listen(path);
                // Connections to the old one live on; it takes no new ones, since nobody finds it.
                now.shutdown();
                return;
            }
            boolean ours = java.util.Objects.equals(key(path), file);
            String before = trouble;
            trouble = ours
                    ? null
                    : "the file " + path + " was replaced by another one, and whoever did that answers"
                            + " workloads now; remove it and it is made anew";
            if (before == null && !ours) {
                LOG.errorf("the socket's file was replaced path=%s", path);
            }
        } catch (FileSystemException raced) {
            LOG.debugf("looked at while it changed path=%s", path);
        } catch (IOException e) {
            trouble = "the socket " + path + " can't be made anew: " + e.getMessage();
        }
    }

    /// Why workloads may not reach it; null when they do.
    public @Nullable String trouble() {
        return trouble;
    }

    /// Connections that are open.
    public int connections() {
        return counts.open();
    }

    public Path path() {
        return settings.path();
    }

    @Override
    public synchronized void close() {
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
        Server open = server;
        server = null;
        if (open != null) {
            try {
                if (java.util.Objects.equals(key(settings.path()), file)) {
                    Files.deleteIfExists(settings.path());
                }
            } catch (IOException gone) {
                LOG.debugf("the socket's file was gone path=%s", settings.path());
            }
            open.shutdown();
            try {
                // Streams have no end of their own; clients open them again elsewhere.
                open.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            open.shutdownNow();
        }
        for (EventLoopGroup group : new EventLoopGroup[] {acceptor, loops}) {
            if (group != null) {
                group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            }
        }
    }
}
