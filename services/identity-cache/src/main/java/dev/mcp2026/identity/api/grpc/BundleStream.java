package dev.mcp2026.identity.api.grpc;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.identity.v1.WatchBundlesResponse;
import dev.mcp2026.spiffe.TrustBundle;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One watch of bundles: the newest when the client can take it.
final class BundleStream {
    private final ServerCallStreamObserver<WatchBundlesResponse> client;
    private final BundleBook bundles;
    private final Authority authority;
    private final Runnable ended;
    private @Nullable AutoCloseable registration;
    private @Nullable WatchBundlesResponse sent;
    private boolean dirty = true;
    private boolean over;

    /// @param ended called once, when the stream is over
    BundleStream(
            ServerCallStreamObserver<WatchBundlesResponse> client,
            BundleBook bundles,
            Authority authority,
            Runnable ended) {
        this.client = client;
        this.bundles = bundles;
        this.authority = authority;
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
            WatchBundlesResponse next = message(bundles, authority);
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

    static WatchBundlesResponse message(BundleBook bundles, Authority authority) {
        WatchBundlesResponse.Builder message = WatchBundlesResponse.newBuilder();
        message.addBundles(IdentityCodec.bundle(bundles.own(), true, authority.intermediates()));
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
