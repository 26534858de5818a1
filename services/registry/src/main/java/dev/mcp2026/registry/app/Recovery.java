package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.operations.InstanceLocks;
import java.util.List;
import org.jboss.logging.Logger;

/// Own instances that peers remembered after this cell lost them: they are followed again, and declared ones are
/// durable again. They count as suspect until they are heard or checked.
final class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);

    private final Catalogue catalogue;
    private final InstanceTracking tracking;
    private final DeclaredInstances declared;
    private final InstanceLocks locks;

    Recovery(Catalogue catalogue, InstanceTracking tracking, DeclaredInstances declared, InstanceLocks locks) {
        this.catalogue = catalogue;
        this.tracking = tracking;
        this.declared = declared;
        this.locks = locks;
    }

    /// Returns at once: it is called by a peer's stream, and the store may be slow.
    void recovered(List<Entry> entries) {
        List<InstanceKey> keys = entries.stream().map(Entry::key).toList();
        Thread.ofVirtual().name("recovery").start(() -> keys.forEach(key -> locks.run(key, () -> follow(key))));
    }

    /// As it is by now: a client may have been faster.
    private boolean follow(InstanceKey key) {
        Entry entry = catalogue.get(key);
        Registration registration = entry == null ? null : entry.registration();
        if (entry == null || registration == null) {
            tracking.gone(key);
            return false;
        }
        LOG.debugf("instance recovered from a peer instance=%s", key);
        tracking.known(entry);
        if (registration.lease() == null) {
            save(registration);
        }
        return true;
    }

    private void save(Registration registration) {
        try {
            declared.save(registration);
        } catch (FaultException e) {
            LOG.warnf(
                    "recovered instance not saved, known only while this process or a peer runs service=%s instance=%s"
                            + " reason=%s",
                    registration.service(), registration.instance(), e.getMessage());
        }
    }
}
