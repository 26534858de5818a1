package dev.mcp2026.identity.app;

import dev.mcp2026.identity.api.grpc.IdentityEndpoint;
import dev.mcp2026.identity.attest.ProcessAttestor;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.BuiltInAuthority;
import dev.mcp2026.identity.authority.UpstreamAuthority;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.identity.bundle.SharedMirror;
import dev.mcp2026.identity.cache.CacheEvents;
import dev.mcp2026.identity.cache.JwtCache;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.federation.BundleFetcher;
import dev.mcp2026.identity.federation.FederationPoller;
import dev.mcp2026.identity.federation.Federations;
import dev.mcp2026.identity.federation.OwnBundle;
import dev.mcp2026.identity.operations.Federating;
import dev.mcp2026.identity.operations.FederationOperations;
import dev.mcp2026.identity.operations.IdentityOperations;
import dev.mcp2026.identity.shared.RedisSharedCache;
import dev.mcp2026.identity.shared.SharedBundles;
import dev.mcp2026.identity.shared.SharedCache;
import dev.mcp2026.identity.shared.SignedCache;
import dev.mcp2026.identity.shared.StoreCacheSettings;
import dev.mcp2026.identity.shared.StoreSharedCache;
import dev.mcp2026.identity.socket.WorkloadSocket;
import dev.mcp2026.identity.workload.SecretDiscovery;
import dev.mcp2026.identity.workload.SecretSettings;
import dev.mcp2026.identity.workload.WorkloadApi;
import dev.mcp2026.identity.workload.WorkloadHub;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.kernel.limit.Places;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.TrustConfig;
import dev.mcp2026.servicekit.tls.SvidSource;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.store.Store;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.TrustDirectory;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the cache's objects from its configuration, once each.
@Singleton
public class Assembly {
    private static final String TIMERS = "identity-timers";

    private static final Duration KEYS_KEPT = Duration.ofMinutes(10);

    @Produces
    @Singleton
    InstantSource wall() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    CellId self(CellConfig config) {
        return new CellId(config.id());
    }

    @Produces
    @Singleton
    Authority authority(
            IdentityConfig config,
            TrustConfig trust,
            InstantSource wall,
            @ConfigProperty(name = "mcp.trust.dir") Path directory) {
        return config.upstream()
                .workloadApi()
                .<Authority>map(
                        address -> new UpstreamAuthority(trust.domain(), Settings.upstream(config, address), wall))
                .orElseGet(() -> builtIn(config, trust, wall, directory));
    }

    private static Authority builtIn(IdentityConfig config, TrustConfig trust, InstantSource wall, Path directory) {
        SecureRandom random = new SecureRandom();
        try {
            DevelopmentAuthority root = DevelopmentAuthority.read(new TrustDirectory(directory), random)
                    .orElseThrow(() -> Faults.of(
                            FaultKind.UNAVAILABLE,
                            directory + " holds no root for the built-in authority",
                            "make one with mcpctl trust init, or set mcp.identity.upstream.workload-api"));
            if (!root.trustDomain().equals(trust.domain())) {
                throw Faults.invalid(
                        "mcp.trust.domain",
                        directory + " is of trust domain " + root.trustDomain() + ", not " + trust.domain(),
                        "set both to the same");
            }
            return new BuiltInAuthority(root.issuer(), Settings.builtIn(config), wall, random);
        } catch (IOException | GeneralSecurityException e) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the root in " + directory + " can't be read: " + e.getMessage(),
                    "look there");
        }
    }

    @Produces
    @Singleton
    EntryBook entries(Store store, CellId self, InstantSource wall, IdentityConfig config) {
        return new EntryBook(store, self, wall, Settings.entries(config), Settings.fixed(config, wall.instant()));
    }

    @Produces
    @Singleton
    SvidCache svids(Authority authority, IdentityConfig config, InstantSource wall, CacheEvents events) {
        return new SvidCache(authority, Settings.l1(config), wall, new Random(), events);
    }

    @Produces
    @Singleton
    JwtCache jwts(Authority authority, IdentityConfig config, InstantSource wall) {
        return new JwtCache(
                authority, wall, config.l1().margin(), config.limits().jwts());
    }

    /// Redis is connected to only where it is configured.
    @Produces
    @Singleton
    SharedCache sharedCache(IdentityConfig config, Store store, InstantSource wall, @Any Instance<Redis> redis) {
        return switch (config.l2().kind()) {
            case EMBEDDED -> new StoreSharedCache(store, StoreCacheSettings.defaults(), wall);
            case REDIS -> new RedisSharedCache(redis.get(), Settings.redis(config), System::nanoTime);
        };
    }

    @Produces
    @Singleton
    SharedMirror mirror(
            IdentityConfig config,
            TrustConfig trust,
            SharedCache below,
            SvidSource own,
            Authority authority,
            EntryBook entries,
            InstantSource wall,
            IdentityMetrics metrics) {
        SignedCache signed = new SignedCache(
                below,
                Settings.signed(config),
                () -> java.util.Objects.requireNonNull(own.current().svid()),
                () -> authority.bundle().orElseGet(() -> pinned(trust.domain(), own)),
                wall,
                metrics);
        return new SharedMirror(trust.domain(), new SharedBundles(signed, wall), authority, entries::tenants);
    }

    /// What this process was given to check others with, until the authority has told its own.
    private static TrustBundle pinned(String trustDomain, SvidSource own) {
        return new TrustBundle(trustDomain, own.current().bundle(), Map.of(), 0, Duration.ofMinutes(5));
    }

    @Produces
    @Singleton
    BundleBook bundles(Authority authority, TrustConfig trust, SharedMirror mirror, PollerSlot poller) {
        return new BundleBook(trust.domain(), authority, poller::bundles, mirror::remembered);
    }

    @Produces
    @Singleton
    Federations federations(Store store, TrustConfig trust, IdentityConfig config) {
        return new Federations(
                store,
                trust.domain(),
                new Limit("mcp.identity.limits.federations", config.limits().federations(), "federations"));
    }

    @Produces
    @Singleton
    OwnBundle ownBundle(BundleBook bundles) {
        return bundles::own;
    }

    @Produces
    @Singleton
    FederationPoller poller(
            Federations federations, OwnBundle own, IdentityConfig config, InstantSource wall, PollerSlot slot) {
        FederationPoller poller = new FederationPoller(
                federations,
                new BundleFetcher(Settings.fetch(config), wall),
                own,
                Settings.fetchRules(config),
                wall,
                new SecureRandom());
        slot.set(poller);
        return poller;
    }

    @Produces
    @Singleton
    Federating federating(Federations federations, FederationPoller poller, BundleBook bundles) {
        return new FederationOperations(federations, poller, bundles);
    }

    @Produces
    @Singleton
    WorkloadHub hub(EntryBook entries, SvidCache svids, BundleBook bundles, IdentityConfig config) {
        return new WorkloadHub(entries.index(), svids, bundles, Settings.hub(config));
    }

    @Produces
    @Singleton
    // Named: Quarkus has one of its own without a name.
    @Named(TIMERS)
    ScheduledExecutorService timers() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("identity-timers").factory());
    }

    @Produces
    @Singleton
    WorkloadSocket socket(
            IdentityConfig config,
            WorkloadHub hub,
            EntryBook entries,
            JwtCache jwts,
            BundleBook bundles,
            InstantSource wall,
            @Named(TIMERS) ScheduledExecutorService timers,
            ProcessAttestor attestor,
            Federating federating,
            IdentityMetrics metrics) {
        WorkloadApi api = new WorkloadApi(
                hub,
                entries.index(),
                jwts,
                mine -> bundles(bundles, mine),
                trustDomain -> federating.refresh(trustDomain).changed(),
                config.patience(),
                wall,
                timers);
        SecretDiscovery secrets = new SecretDiscovery(hub, SecretSettings.defaults(), metrics);
        return new WorkloadSocket(Settings.socket(config), attestor, List.of(api, secrets));
    }

    /// Those that a workload may check others with.
    private static Map<String, TrustBundle> bundles(BundleBook bundles, List<Entry> mine) {
        Map<String, TrustBundle> found = new HashMap<>();
        TrustBundle own = bundles.own();
        found.put(own.trustDomain(), own);
        Map<String, TrustBundle> federated = bundles.federated();
        for (Entry entry : mine) {
            for (String name : entry.federatesWith()) {
                TrustBundle bundle = federated.get(name);
                if (bundle != null) {
                    found.put(name, bundle);
                }
            }
        }
        return found;
    }

    @Produces
    @Singleton
    ProcessAttestor attestor() {
        return new ProcessAttestor();
    }

    @Produces
    @Singleton
    IdentityOperations operations(
            Authorization authorization,
            CurrentCall call,
            EntryBook entries,
            SvidCache svids,
            WorkloadHub hub,
            JwtCache jwts,
            Authority authority,
            ProcessAttestor attestor,
            SharedMirror mirror,
            IdentityConfig config,
            TrustConfig trust) {
        return new IdentityOperations(
                authorization,
                call,
                entries,
                svids,
                hub,
                jwts,
                authority,
                attestor,
                mirror,
                new IdempotencyKeys(config.limits().idempotencyKeys(), KEYS_KEPT),
                trust.domain());
    }

    @Produces
    @Singleton
    IdentityEndpoint.BundleWatches watches(IdentityConfig config) {
        return new IdentityEndpoint.BundleWatches(new Places(
                new Limit("mcp.identity.limits.bundle-watches", config.limits().bundleWatches(), "watches")));
    }
}
