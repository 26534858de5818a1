package dev.mcp2026.registry.operations;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registered;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.registry.health.Observation;
import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.watch.InstanceWatch;
import dev.mcp2026.registry.watch.ResumeToken;
import dev.mcp2026.registry.watch.RevisionPump;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The registry's operations. Safe for any number of threads; those that touch the durable store block.
public final class RegistryOperations {
    private static final int PAGE_DEFAULT = 100;
    private static final Limit PAGE = new Limit("mcp.registry.limits.page", 1000, "instances");

    private final Access access;
    private final Catalogue catalogue;
    private final Tracking tracking;
    private final DeclaredInstances declared;
    private final IdempotencyKeys keys;
    private final InstanceLocks locks;
    private final Explanations explanations;

    public RegistryOperations(
            Access access,
            Catalogue catalogue,
            Tracking tracking,
            DeclaredInstances declared,
            IdempotencyKeys keys,
            InstanceLocks locks,
            Explanations explanations) {
        this.access = access;
        this.catalogue = catalogue;
        this.tracking = tracking;
        this.declared = declared;
        this.keys = keys;
        this.locks = locks;
        this.explanations = explanations;
    }

    /// One page of a resolve.
    ///
    /// @param next null on the last page
    public record Page(List<Entry> entries, @Nullable InstanceKey next, ResumeToken resume) {}

    /// May wait for the durable store, or for another change of the same instance.
    public Registered register(Registration registration, String idempotencyKey) {
        access.require(Access.Right.REGISTER, registration.tenant());
        InstanceKey key = own(registration.tenant(), registration.service(), registration.instance());
        return keys.once(
                access.principal(),
                idempotencyKey,
                registration,
                () -> locks.run(key, () -> registerLocked(key, registration)));
    }

    /// As [#register], for callers that must not wait.
    ///
    /// @return empty: it would have to wait, nothing was done
    public Optional<Registered> registerAtOnce(Registration registration, String idempotencyKey) {
        access.require(Access.Right.REGISTER, registration.tenant());
        if (registration.lease() == null || !idempotencyKey.isEmpty()) {
            return Optional.empty();
        }
        InstanceKey key = own(registration.tenant(), registration.service(), registration.instance());
        return locks.tryRun(
                key, () -> isDeclared(key) ? Optional.empty() : Optional.of(registerLocked(key, registration)));
    }

    private Registered registerLocked(InstanceKey key, Registration registration) {
        catalogue.requireAdmissible(registration);
        // Durable before visible: what a client was told survives a crash.
        if (registration.lease() == null) {
            declared.save(registration);
        } else if (isDeclared(key)) {
            declared.remove(key);
        }
        Registered registered = registerOrUndo(key, registration);
        tracking.registered(registered.entry(), registration);
        return registered;
    }

    /// Another instance may have taken the last place since we asked.
    private Registered registerOrUndo(InstanceKey key, Registration registration) {
        try {
            return catalogue.register(registration, null);
        } catch (FaultException e) {
            if (registration.lease() == null) {
                declared.remove(key);
            }
            throw e;
        }
    }

    private boolean isDeclared(InstanceKey key) {
        Entry current = catalogue.get(key);
        Registration registration = current == null ? null : current.registration();
        return registration != null && registration.lease() == null;
    }

    private InstanceKey own(TenantId tenant, ServiceName service, InstanceId instance) {
        return new InstanceKey(catalogue.self(), tenant, service, instance);
    }

    /// Empty if there was nothing of that name here.
    public boolean deregister(TenantId tenant, ServiceName service, InstanceId instance, String idempotencyKey) {
        access.require(Access.Right.DEREGISTER, tenant);
        InstanceKey key = own(tenant, service, instance);
        return keys.once(access.principal(), idempotencyKey, key, () -> locks.run(key, () -> deregisterLocked(key)));
    }

    private boolean deregisterLocked(InstanceKey key) {
        Entry current = catalogue.get(key);
        if (current == null || current.deleted()) {
            refuseIfElsewhere(key);
            declared.requireLoaded();
            return false;
        }
        if (isDeclared(key)) {
            declared.remove(key);
        }
        tracking.gone(key);
        return catalogue.deregister(key).isPresent();
    }

    /// An instance has one writer, its owner cell: say so rather than pretend it is gone.
    private void refuseIfElsewhere(InstanceKey key) {
        Optional<Entry> elsewhere = catalogue
                .scan(Selector.service(key.tenant(), key.service()), null)
                .filter(entry -> entry.key().instance().equals(key.instance()))
                .findFirst();
        if (elsewhere.isPresent()) {
            throw Faults.of(
                    FaultKind.CONFLICT,
                    "'" + key.instance() + "' belongs to cell "
                            + elsewhere.get().key().cell() + ", not to " + key.cell(),
                    "send the request to its owner; with mcpctl, by --context");
        }
    }

    /// One heartbeat.
    ///
    /// @return what is left of the lease; empty if this cell does not know the instance or it has
    ///     no lease
    public Optional<Duration> renew(TenantId tenant, ServiceName service, InstanceId instance, long sequence) {
        access.require(Access.Right.RENEW, tenant);
        return tracking.renewed(own(tenant, service, instance), sequence);
    }

    public Page resolve(Selector asked, int pageSize, @Nullable InstanceKey after) {
        Selector selector = confined(asked);
        if (pageSize < 0) {
            throw Faults.invalid(
                    "page_size",
                    Integer.toUnsignedString(pageSize) + " is not a page size",
                    "use 1 to " + PAGE.max() + ", or 0 for " + PAGE_DEFAULT);
        }
        int size = pageSize == 0 ? PAGE_DEFAULT : (int) PAGE.check("page_size", pageSize);
        // The token first: whatever changes during the scan comes again in a watch from here.
        ResumeToken resume = new ResumeToken(catalogue.incarnation(), catalogue.revision());
        List<Entry> entries = catalogue.scan(selector, after).limit(size + 1L).toList();
        List<Entry> page = EncodedBytes.fitting(entries.size() > size ? entries.subList(0, size) : entries);
        boolean more = entries.size() > page.size();
        return new Page(page, more ? page.getLast().key() : null, resume);
    }

    public RevisionPump watch(Selector selector, @Nullable ResumeToken token, InstanceWatch.Client client) {
        return InstanceWatch.open(catalogue, confined(selector), token, client);
    }

    /// A selector without tenant means the caller's own; across tenants takes a right of its own.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException PERMISSION_DENIED
    public Selector confined(Selector asked) {
        TenantId tenant = asked.tenant() == null ? access.tenant() : asked.tenant();
        access.require(Access.Right.RESOLVE, tenant);
        return new Selector(
                tenant, asked.service(), asked.states(), asked.zone(), asked.region(), asked.cell(), asked.labels());
    }

    /// What another observer saw. An observer speaks in its own name.
    ///
    /// @param observer empty: the caller
    /// @param stamp when it saw that
    public void report(InstanceKey key, String observer, Outcome outcome, String detail, HlcTimestamp stamp) {
        access.require(Access.Right.REPORT, key.tenant());
        if (!observer.isEmpty() && !observer.equals(access.principal())) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    access.principal() + " may not report as '" + observer + "'",
                    "leave observer empty, or send your own SPIFFE ID");
        }
        if (!key.cell().equals(catalogue.self())) {
            throw Faults.of(
                    FaultKind.CONFLICT,
                    "instance " + key + " belongs to cell " + key.cell() + ", not to " + catalogue.self(),
                    "report to its owner");
        }
        Entry entry = catalogue.get(key);
        if (entry == null || entry.deleted()) {
            throw Faults.of(FaultKind.NOT_FOUND, "no instance " + key, "it may have been deregistered");
        }
        tracking.reported(key, new Observation(access.principal(), outcome, detail, stamp.instant()));
    }

    public Explanations.Story explain(@Nullable TenantId asked, ServiceName service, String instance) {
        TenantId tenant = asked == null ? access.tenant() : asked;
        access.require(Access.Right.EXPLAIN, tenant);
        if (tenant == null) {
            throw Faults.invalid("tenant", "a platform operator belongs to no tenant", "name the tenant");
        }
        return explanations.explain(tenant, service, instance);
    }
}
