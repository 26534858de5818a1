package dev.mcp2026.coordinator.participant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.trust.SpiffeTrustManager;
import dev.mcp2026.trust.TlsMaterial;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// One channel for each address, as long as it is in use. One that is closed lets its calls end.
public final class GrpcChannels implements AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Supplier<TlsMaterial> own;
    private final Executor calls;
    private final Cache<GrpcAddress, ManagedChannel> open;

    /// @param own this process' SVID, as it is now
    /// @param calls runs what calls come to
    /// @param channels open at once; the one that was used least is closed for another
    public GrpcChannels(Supplier<TlsMaterial> own, Executor calls, Limit channels) {
        this.own = own;
        this.calls = calls;
        this.open = Caffeine.newBuilder()
                .maximumSize(channels.max())
                .expireAfterAccess(IDLE)
                .scheduler(Scheduler.systemScheduler())
                .<GrpcAddress, ManagedChannel>removalListener((address, channel, cause) -> {
                    if (channel != null) {
                        channel.shutdown();
                    }
                })
                .build();
    }

    /// @throws dev.mcp2026.kernel.error.FaultException UNAVAILABLE where this process has no SVID to show
    ManagedChannel of(GrpcAddress address) {
        return open.get(address, this::channel);
    }

    /// The next call gets another; those under way on this one end as they will.
    void drop(GrpcAddress address, ManagedChannel channel) {
        open.asMap().remove(address, channel);
    }

    /// To be called when the SVID has changed: connections made from now on have the new one.
    public void renew() {
        open.asMap().keySet().removeIf(address -> address.security() == GrpcAddress.Security.SVID);
    }

    private ManagedChannel channel(GrpcAddress address) {
        // Saga calls are retried by the saga, with its own pauses; a retry beneath would not be in its log.
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.host(), address.port())
                .executor(calls)
                .idleTimeout(IDLE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .disableRetry();
        return switch (address.security()) {
            case PLAINTEXT -> builder.usePlaintext().build();
            case WEB -> builder.useTransportSecurity().build();
            case SVID -> secured(builder).build();
        };
    }

    private NettyChannelBuilder secured(NettyChannelBuilder builder) {
        TlsMaterial now = own.get();
        if (now.svid() == null) {
            throw noSvid("there is none");
        }
        String domain = now.svid().id().trustDomain();
        try {
            return builder.useTransportSecurity()
                    .sslContext(GrpcSslContexts.forClient()
                            .keyManager(now.keyManagers())
                            .trustManager(new SpiffeTrustManager(
                                    now.bundle(), id -> id.trustDomain().equals(domain), "one of " + domain))
                            .protocols("TLSv1.3")
                            .build());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw noSvid(String.valueOf(e.getMessage()));
        }
    }

    private static RuntimeException noSvid(String why) {
        return Faults.of(
                FaultKind.UNAVAILABLE, "this process' SVID can't be used: " + why, "look at where it comes from");
    }

    @Override
    public void close() {
        open.asMap().values().forEach(ManagedChannel::shutdownNow);
        open.invalidateAll();
    }
}
