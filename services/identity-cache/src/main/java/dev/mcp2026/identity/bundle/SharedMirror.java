package dev.mcp2026.identity.bundle;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.shared.SharedBundles;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.TrustBundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps the second level up to date: what this cache knows of bundles and tenants' issuers, for other caches and for
/// its own next start. And reads from it what this cache does not know itself.
public final class SharedMirror implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SharedMirror.class);
    /// Well within the entries' time to live.
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final String trustDomain;
    private final SharedBundles shared;
    private final Authority authority;
    private final Supplier<Set<TenantId>> tenants;
    /// Full as long as there is something to write: a change that comes while another is written is not lost.
    private final BlockingQueue<Boolean> signal = new ArrayBlockingQueue<>(1);
    private volatile Optional<TrustBundle> remembered = Optional.empty();
    private @Nullable Thread thread;

    /// @param tenants that have issuers here
    public SharedMirror(
            String trustDomain, SharedBundles shared, Authority authority, Supplier<Set<TenantId>> tenants) {
        this.trustDomain = trustDomain;
        this.shared = shared;
        this.authority = authority;
        this.tenants = tenants;
    }

    /// The own bundle as some cache of this cell saw it last; for a start while the authority is away.
    public Optional<TrustBundle> remembered() {
        if (remembered.isEmpty()) {
            remembered = shared.bundle(Entry.PLATFORM, trustDomain);
        }
        return remembered;
    }

    /// A tenant's issuers, those of other caches included.
    public List<X509Certificate> intermediates(TenantId tenant) {
        return shared.intermediates(tenant, trustDomain);
    }

    /// Something is another now.
    public void changed() {
        signal.offer(true);
    }

    public void start() {
        thread = Thread.ofVirtual().name("shared-mirror").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    write();
                    signal.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Writes all that this cache knows itself.
    void write() {
        try {
            authority.bundle().ifPresent(bundle -> shared.putBundle(Entry.PLATFORM, bundle));
            authority.federated().values().forEach(bundle -> shared.putBundle(Entry.PLATFORM, bundle));
            for (TenantId tenant : tenants.get()) {
                List<X509Certificate> issuers = authority.intermediates(tenant::equals);
                if (!issuers.isEmpty()) {
                    shared.putIntermediates(tenant, trustDomain, issuers);
                }
            }
        } catch (FaultException e) {
            LOG.warnf("second level not written reason=%s", e.fault().detail());
        } catch (RuntimeException e) {
            LOG.errorf(e, "second level not written");
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
