package dev.mcp2026.servicekit.workload;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesRequest;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesResponse;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDResponse;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIBlockingStub;
import dev.mcp2026.proto.spiffe.workload.X509SVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// The SPIFFE Workload API, whoever serves it: an identity cache, a SPIRE agent. Streams that end are opened again.
public final class WorkloadApiClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WorkloadApiClient.class);
    private static final String SCHEME = "unix:";
    private static final int MAX_MESSAGE = 16 << 20;
    /// A server in Go, as SPIRE's agent is, ends connections that are pinged more often than every 5 minutes.
    private static final int KEEP_ALIVE_MINUTES = 6;
    private static final Metadata HEADER = header();

    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final SpiffeWorkloadAPIBlockingStub stub;
    private final Backoff backoff;
    private volatile boolean closed;

    /// @param address `unix:/path` or `unix:///path` (SPIFFE Workload Endpoint, section 4)
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT for another kind of address, UNAVAILABLE
    /// where there are no Unix sockets
    public WorkloadApiClient(String address, Backoff backoff) {
        this.backoff = backoff;
        String path = path(address);
        if (!Epoll.isAvailable()) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE, "the Workload API's socket needs Linux", "use files: mcp.trust.svid");
        }
        loop = new EpollEventLoopGroup(1, new DefaultThreadFactory("workload-api", true));
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(path))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .overrideAuthority("localhost")
                .maxInboundMessageSize(MAX_MESSAGE)
                .keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES)
                .disableRetry()
                .build();
        stub = SpiffeWorkloadAPIGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(HEADER));
    }

    private static Metadata header() {
        Metadata header = new Metadata();
        header.put(Metadata.Key.of("workload.spiffe.io", Metadata.ASCII_STRING_MARSHALLER), "true");
        return header;
    }

    private static String path(String address) {
        if (address.startsWith(SCHEME)) {
            try {
                URI uri = URI.create(address);
                String path = uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath();
                boolean plain = uri.getAuthority() == null && uri.getQuery() == null && uri.getFragment() == null;
                if (plain && path != null && path.startsWith("/")) {
                    return path;
                }
            } catch (IllegalArgumentException notAUri) {
                // Falls through to the one answer.
            }
        }
        throw Faults.invalid(
                "workload-api", "'" + address + "' is not the address of a Unix socket", "write unix:/absolute/path");
    }

    /// Hears of a stream.
    public interface Watcher<T> {
        void updated(T message);

        /// The stream ended; it is opened again after a pause.
        void failed(Status status);
    }

    public AutoCloseable watchX509Svids(Watcher<X509SVIDResponse> watcher) {
        return watch("x509-svids", s -> s.fetchX509SVID(X509SVIDRequest.getDefaultInstance()), watcher);
    }

    public AutoCloseable watchJwtBundles(Watcher<JWTBundlesResponse> watcher) {
        return watch("jwt-bundles", s -> s.fetchJWTBundles(JWTBundlesRequest.getDefaultInstance()), watcher);
    }

    /// @throws StatusRuntimeException as the server says
    public JWTSVIDResponse fetchJwtSvid(JWTSVIDRequest request, Duration timeout) {
        return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS).fetchJWTSVID(request);
    }

    private <T> AutoCloseable watch(
            String name, Function<SpiffeWorkloadAPIBlockingStub, Iterator<T>> open, Watcher<T> watcher) {
        Context.CancellableContext context = Context.ROOT.withCancellation();
        Thread thread = Thread.ofVirtual().name("workload-api-" + name).start(() -> {
            Context before = context.attach();
            try {
                follow(open, watcher, context);
            } finally {
                context.detach(before);
            }
        });
        return () -> {
            context.cancel(null);
            thread.interrupt();
        };
    }

    private <T> void follow(
            Function<SpiffeWorkloadAPIBlockingStub, Iterator<T>> open, Watcher<T> watcher, Context context) {
        Random random = new Random();
        int failures = 0;
        while (!closed && !context.isCancelled()) {
            try {
                channel.resetConnectBackoff();
                Iterator<T> messages = open.apply(stub);
                while (messages.hasNext()) {
                    failures = 0;
                    watcher.updated(messages.next());
                }
                watcher.failed(Status.UNAVAILABLE.withDescription("the stream ended"));
            } catch (StatusRuntimeException e) {
                if (closed || context.isCancelled()) {
                    return;
                }
                watcher.failed(e.getStatus());
            } catch (RuntimeException e) {
                // Of the watcher: without its stream it would never hear of a renewal again.
                LOG.errorf(e, "a message of the workload API was not taken, asking for it again");
                watcher.failed(Status.INTERNAL.withDescription("a message was not taken: " + e.getMessage()));
            }
            failures++;
            try {
                Thread.sleep(backoff.pause(failures, random));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
