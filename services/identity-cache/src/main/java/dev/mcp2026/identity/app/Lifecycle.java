package dev.mcp2026.identity.app;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.identity.bundle.SharedMirror;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.federation.FederationPoller;
import dev.mcp2026.identity.socket.WorkloadSocket;
import dev.mcp2026.identity.workload.WorkloadHub;
import dev.mcp2026.trust.SpiffeId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/// Starts what runs by itself, in order, and ends it in the other.
@Singleton
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final Authority authority;
    private final EntryBook entries;
    private final SvidCache svids;
    private final BundleBook bundles;
    private final WorkloadHub hub;
    private final WorkloadSocket socket;
    private final SharedMirror mirror;
    private final FederationPoller federation;
    private final WebEndpoint web;
    private final IdentityMetrics metrics;

    Lifecycle(
            Authority authority,
            EntryBook entries,
            SvidCache svids,
            BundleBook bundles,
            WorkloadHub hub,
            WorkloadSocket socket,
            SharedMirror mirror,
            FederationPoller federation,
            WebEndpoint web,
            IdentityMetrics metrics) {
        this.authority = authority;
        this.entries = entries;
        this.svids = svids;
        this.bundles = bundles;
        this.hub = hub;
        this.socket = socket;
        this.mirror = mirror;
        this.federation = federation;
        this.web = web;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        metrics.measure(svids, hub, entries, authority, federation);
        entries.listen(hub::entryChanged);
        svids.listen(hub::renewed);
        bundles.listen(hub::bundlesChanged);
        bundles.listen(mirror::changed);
        federation.listen(bundles::changed);
        authority.listen(new Authority.Listener() {
            @Override
            public void bundlesChanged() {
                bundles.changed();
            }

            @Override
            public void svidsChanged(Optional<Set<SpiffeId>> ids) {
                svids.renew(entry -> ids.map(some -> some.contains(entry.id())).orElse(true));
            }
        });
        authority.start();
        entries.start();
        svids.start();
        hub.start();
        mirror.start();
        federation.start();
        web.start();
        socket.start();
        LOG.infof(
                "identity cache started socket=%s upstream=%s",
                socket.path(), authority.status().kind());
    }

    void stop(@Observes ShutdownEvent event) {
        socket.close();
        web.close();
        federation.close();
        mirror.close();
        hub.close();
        svids.close();
        entries.close();
        authority.close();
    }
}
