package dev.mcp2026.identity.operations;

import dev.mcp2026.identity.attest.ProcessAttestor;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.bundle.SharedMirror;
import dev.mcp2026.identity.cache.JwtCache;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.AttestedSelectors;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.workload.Caller;
import dev.mcp2026.identity.workload.WorkloadHub;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import dev.mcp2026.servicekit.paging.Page;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.Principal;
import dev.mcp2026.spiffe.ChainPruner;
import dev.mcp2026.spiffe.Fingerprint;
import dev.mcp2026.spiffe.Pruned;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.SpiffeId;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything that gRPC and REST offer, behind the caller's rights. A tenant's principals see that tenant alone.
public final class IdentityOperations {
    private final Authorization authorization;
    private final CurrentCall call;
    private final EntryBook entries;
    private final SvidCache svids;
    private final WorkloadHub hub;
    private final JwtCache jwts;
    private final Authority authority;
    private final ProcessAttestor attestor;
    private final SharedMirror mirror;
    private final IdempotencyKeys keys;
    private final String trustDomain;

    public IdentityOperations(
            Authorization authorization,
            CurrentCall call,
            EntryBook entries,
            SvidCache svids,
            WorkloadHub hub,
            JwtCache jwts,
            Authority authority,
            ProcessAttestor attestor,
            SharedMirror mirror,
            IdempotencyKeys keys,
            String trustDomain) {
        this.authorization = authorization;
        this.call = call;
        this.entries = entries;
        this.svids = svids;
        this.hub = hub;
        this.jwts = jwts;
        this.authority = authority;
        this.attestor = attestor;
        this.mirror = mirror;
        this.keys = keys;
        this.trustDomain = trustDomain;
    }

    /// What [#putEntry] did.
    public record Put(EntryBook.Outcome outcome, Entry entry) {}

    public Put putEntry(Entry entry, String idempotencyKey) {
        Principal principal =
                authorization.require(Right.WRITE_ENTRIES.action(), entry.tenant(), "entry/" + entry.key());
        if (!entry.id().isMemberOf(trustDomain)) {
            throw Faults.invalid(
                    "spiffeId",
                    entry.id() + " is not of trust domain " + trustDomain,
                    "use an id of this trust domain");
        }
        requireOrdinary(principal);
        // Without its time, which differs between two requests that are the same.
        var request = dev.mcp2026.identity.entry.EntryCodec.encode(entry).toBuilder()
                .clearChanged()
                .build();
        AttestedSelectors.check(entry.selectors());
        return keys.once(principal.id().toString(), idempotencyKey, request, () -> new Put(entries.put(entry), entry));
    }

    public boolean deleteEntry(EntryName name, String idempotencyKey) {
        Principal principal = authorization.require(Right.WRITE_ENTRIES.action(), name.tenant(), "entry/" + name);
        requireOrdinary(principal);
        return keys.once(principal.id().toString(), idempotencyKey, name, () -> entries.delete(name));
    }

    /// @param tenant null: of all that the caller may see
    public Page<Entry> listEntries(@Nullable TenantId tenant, String spiffeId, int pageSize, String pageToken) {
        Predicate<TenantId> visible = visible(Right.READ_ENTRIES, tenant);
        Optional<SpiffeId> id = spiffeId.isEmpty() ? Optional.empty() : Optional.of(SpiffeId.parse(spiffeId));
        int size = Page.size(pageSize);
        List<Entry> found = entries.index()
                .page(
                        Page.after(pageToken, EntryName::parse),
                        entry -> visible.test(entry.tenant())
                                && id.map(entry.id()::equals).orElse(true),
                        size + 1);
        return Page.of(found, size, entry -> entry.key().toString());
    }

    private Predicate<TenantId> visible(Right right, @Nullable TenantId tenant) {
        Principal principal =
                tenant == null ? authorization.require(right.action()) : authorization.require(right.action(), tenant);
        requireOrdinary(principal);
        TenantId only = tenant == null ? principal.tenant().orElse(null) : tenant;
        return only == null ? any -> true : only::equals;
    }

    /// `platform` is the name under which the platform's own entries are kept. Whoever is of a tenant of that name must
    /// not be taken for the platform.
    private static void requireOrdinary(Principal principal) {
        if (principal.tenant().filter(Entry.PLATFORM::equals).isPresent()) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    "tenant " + Entry.PLATFORM + " stands for the platform itself; " + principal + " is not of it",
                    "use another name for a tenant");
        }
    }

    public Page<SvidCache.Cached> listSvids(
            @Nullable TenantId tenant, String spiffeId, int pageSize, String pageToken) {
        Predicate<TenantId> visible = visible(Right.READ_SVIDS, tenant);
        Optional<SpiffeId> id = spiffeId.isEmpty() ? Optional.empty() : Optional.of(SpiffeId.parse(spiffeId));
        Optional<EntryName> after = Page.after(pageToken, EntryName::parse);
        int size = Page.size(pageSize);
        List<SvidCache.Cached> found = cached(entry -> visible.test(entry.tenant())
                        && id.map(entry.id()::equals).orElse(true)
                        && after.map(last -> entry.key().compareTo(last) > 0).orElse(true))
                .stream()
                .limit(size + 1L)
                .toList();
        return Page.of(found, size, cached -> cached.entry().key().toString());
    }

    /// With the streams that are open for each, whoever holds them.
    private List<SvidCache.Cached> cached(Predicate<Entry> which) {
        return svids.cached(which).stream()
                .map(one -> one.withSubscribers(hub.streams(one.entry())))
                .toList();
    }

    /// A certificate for the caller's own key.
    ///
    /// @param notAfter end of the leaf's life
    public record Signed(Pruned chain, Instant notAfter, Instant renewAt) {}

    public Signed sign(byte[] csr, List<Fingerprint> peerAnchors, Optional<Duration> ttl) {
        Principal principal = authorization.require(Right.SIGN.action());
        Entry entry = own(principal, ttl);
        List<X509Certificate> chain = authority.certify(entry, CertificateRequest.verifiedKey(csr));
        Pruned pruned = peerAnchors.isEmpty()
                ? ChainPruner.prune(chain, List.of())
                : ChainPruner.prune(chain, Set.copyOf(peerAnchors), anchors(entry.tenant()));
        Instant end = chain.getFirst().getNotAfter().toInstant();
        Instant now = entries.now();
        return new Signed(pruned, end, now.plus(Duration.between(now, end).dividedBy(2)));
    }

    /// Authorities and issuers that a peer's anchors may be among.
    private List<X509Certificate> anchors(TenantId tenant) {
        List<X509Certificate> known = new ArrayList<>(authority.intermediates(tenant::equals));
        known.addAll(mirror.intermediates(tenant));
        authority.bundle().ifPresent(bundle -> known.addAll(bundle.x509Authorities()));
        return known;
    }

    public IssuedJwt jwt(List<String> audience) {
        Principal principal = authorization.require(Right.SIGN.action());
        return jwts.get(own(principal, Optional.empty()), audience);
    }

    /// A service of the platform that has proven who it is needs no entry for being that. A workload does: without its
    /// entry it would go on for ever on the strength of the certificate that it had.
    private Entry own(Principal principal, Optional<Duration> ttl) {
        requireOrdinary(principal);
        if (principal.role() instanceof Role.CellService) {
            return new Entry(
                    new EntryName(Entry.PLATFORM, "caller"),
                    principal.id(),
                    Set.of(new Selector("svid", "own")),
                    ttl,
                    Optional.empty(),
                    List.of(),
                    "",
                    List.of(),
                    true,
                    Instant.EPOCH);
        }
        List<Entry> mine =
                entries.index().page(Optional.empty(), entry -> entry.id().equals(principal.id()), 1);
        if (mine.isEmpty()) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    "there is no entry for " + principal.id(),
                    "have one made, as for any workload");
        }
        return mine.getFirst();
    }

    public int rotate(@Nullable TenantId tenant, boolean issuers) {
        Predicate<TenantId> which = visible(Right.ROTATE, tenant);
        if (issuers) {
            authority.rotateIssuers(which);
        }
        return svids.renew(entry -> which.test(entry.tenant()));
    }

    /// For those who may read bundles.
    public Principal requireBundles() {
        return authorization.require(Right.BUNDLES.action());
    }

    public void requireFederate() {
        authorization.require(Right.FEDERATE.action());
    }

    /// Who calls.
    public Principal principal() {
        return call.principal();
    }

    /// Why a process gets what it gets. Processes of the machine are the platform's business.
    public Explanation explain(int pid) {
        Principal principal = authorization.require(Right.EXPLAIN.action());
        if (principal.tenant().isPresent()) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    principal + " may not look at processes of this machine",
                    "ask for a SPIFFE ID of the tenant, or a platform operator");
        }
        try {
            Caller caller = attestor.attest(pid);
            return Explanation.ofProcess(pid, caller, entries.index(), this::cached, authority);
        } catch (IOException e) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "there is no process " + pid + " on the machine of this cache",
                    "look for its number there");
        }
    }

    /// What is known of an identity.
    public Explanation explain(SpiffeId id) {
        Predicate<TenantId> visible = visible(Right.EXPLAIN, null);
        return Explanation.ofIdentity(id, trustDomain, visible, entries.index(), this::cached, authority);
    }
}
