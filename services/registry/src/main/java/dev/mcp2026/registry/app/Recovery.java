package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.operations.InstanceLocks;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Own instances that peers remembered after this cell lost them: they are followed again, and declared ones are
/// durable again. They count as suspect until they are heard or checked.
final class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);

    private final InstanceTracking tracking;
    private final DeclaredInstances declared;
    private final InstanceLocks locks;

    Recovery(InstanceTracking tracking, DeclaredInstances declared, InstanceLocks locks) {
        this.tracking = tracking;
        this.declared = declared;
        this.locks = locks;
    }

    /// Returns at once: it is called by a peer's stream, and the store may be slow.
    void recovered(List<Entry> entries) {
        List<InstanceKey> keys = entries.stream().map(Entry::key).toList();
        Thread.ofVirtual().name("recovery").start(() -> follow(keys));
    }

    private void follow(List<InstanceKey> keys) {
        long unsaved =
                keys.stream().filter(key -> !locks.run(key, () -> follow(key))).count();
        if (unsaved > 0) {
            LOG.warnf("recovered instances not saved, known only while this process or a peer runs count=%d", unsaved);
        }
    }

    /// As it is by now: a client may have been faster.
    private boolean follow(InstanceKey key) {
        Optional<Registration> registered = tracking.follow(key);
        if (registered.isEmpty()) {
            return made(() -> forget(key));
        }
        Registration registration = registered.get();
        LOG.debugf("instance recovered from a peer instance=%s", key);
        return registration.lease() != null || made(() -> declared.save(registration));
    }

    /// It was saved when an older copy came back from another peer.
    private void forget(InstanceKey key) {
        if (declared.holds(key)) {
            declared.remove(key);
        }
    }

    private static boolean made(Runnable change) {
        try {
            change.run();
            return true;
        } catch (FaultException e) {
            LOG.debugf("recovered instance not saved reason=%s", e.getMessage());
            return false;
        }
    }
}
