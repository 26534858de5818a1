package dev.mcp2026.identity.api.grpc;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.identity.v1.WatchBundlesResponse;
import dev.mcp2026.spiffe.TrustBundle;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One watch of bundles: the newest when the client can take it.
final class BundleStream {
    private final ServerCallStreamObserver<WatchBundlesResponse> client;
    private final BundleBook bundles;
    private final Authority authority;
    private final Predicate<TenantId> tenants;
    private final Runnable ended;
    private @Nullable AutoCloseable registration;
    private @Nullable WatchBundlesResponse sent;
    private boolean dirty = true;
    private boolean over;

    /// @param tenants whose issuers it may see
    /// @param ended called once, when the stream is over
    BundleStream(
            ServerCallStreamObserver<WatchBundlesResponse> client,
            BundleBook bundles,
            Authority authority,
            Predicate<TenantId> tenants,
            Runnable ended) {
        this.client = client;
        this.bundles = bundles;
        this.authority = authority;
        this.tenants = tenants;
        this.ended = ended;
    }

    void open() {
        client.setOnReadyHandler(this::send);
        client.setOnCancelHandler(this::close);
        client.setOnCloseHandler(this::close);
        synchronized (this) {
            registration = bundles.listen(this::changed);
        }
        send();
    }

    private void changed() {
        synchronized (this) {
            dirty = true;
        }
        send();
    }

    private synchronized void send() {
        if (over || !dirty || !client.isReady()) {
            return;
        }
        try {
            WatchBundlesResponse next = message();
            dirty = false;
            if (!next.equals(sent)) {
                sent = next;
                client.onNext(next);
            }
        } catch (FaultException notYet) {
            // It comes with the first bundle.
            dirty = true;
        }
    }

    private WatchBundlesResponse message() {
        WatchBundlesResponse.Builder message = WatchBundlesResponse.newBuilder();
        message.addBundles(IdentityCodec.bundle(bundles.own(), true, authority.intermediates(tenants)));
        for (TrustBundle bundle : new TreeMap<>(bundles.federated()).values()) {
            message.addBundles(IdentityCodec.bundle(bundle, false, List.of()));
        }
        return message.build();
    }

    private void close() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            try {
                if (registration != null) {
                    registration.close();
                }
            } catch (Exception e) {
                throw new IllegalStateException("a listener that was added can be removed", e);
            }
        }
        ended.run();
    }
}
