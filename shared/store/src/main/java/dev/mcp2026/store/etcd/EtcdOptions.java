package dev.mcp2026.store.etcd;

import dev.mcp2026.store.StoreLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param endpoints the members' client addresses, `http://host:port` or `https://`
/// @param root put before every key, so that shards and other users of the cluster stay apart (`mcp/tenant/`)
/// @param tls needed for `https` endpoints
/// @param callTimeout after which one call to the cluster is given up
/// @param openTimeout how long opening waits for READ_WRITE before it goes on READ_ONLY
/// @param mode when to leave READ_WRITE and to come back
public record EtcdOptions(
        List<URI> endpoints,
        String root,
        @Nullable EtcdTls tls,
        Duration callTimeout,
        Duration openTimeout,
        ModeLimits mode,
        StoreLimits limits) {
    public EtcdOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("mcp.store.etcd.endpoints names no member");
        }
        if (root.isEmpty()) {
            throw new IllegalArgumentException("mcp.store.etcd.root must not be empty");
        }
    }

    public static EtcdOptions at(List<URI> endpoints, String root) {
        return new EtcdOptions(
                endpoints,
                root,
                null,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                ModeLimits.defaults(),
                StoreLimits.defaults());
    }

    public EtcdOptions withLimits(StoreLimits other) {
        return new EtcdOptions(endpoints, root, tls, callTimeout, openTimeout, mode, other);
    }

    public EtcdOptions withTls(EtcdTls other) {
        return new EtcdOptions(endpoints, root, other, callTimeout, openTimeout, mode, limits);
    }

    public EtcdOptions withOpenTimeout(Duration other) {
        return new EtcdOptions(endpoints, root, tls, callTimeout, other, mode, limits);
    }

    public EtcdOptions withMode(ModeLimits other) {
        return new EtcdOptions(endpoints, root, tls, callTimeout, openTimeout, other, limits);
    }

    public EtcdOptions withCallTimeout(Duration other) {
        return new EtcdOptions(endpoints, root, tls, other, openTimeout, mode, limits);
    }
}
