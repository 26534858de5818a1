package dev.mcp2026.identity.app;

import dev.mcp2026.identity.api.grpc.IdentityEndpoint;
import dev.mcp2026.identity.attest.ProcessAttestor;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.BuiltInAuthority;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.identity.cache.CacheEvents;
import dev.mcp2026.identity.cache.JwtCache;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.operations.IdentityOperations;
import dev.mcp2026.identity.socket.WorkloadSocket;
import dev.mcp2026.identity.workload.WorkloadApi;
import dev.mcp2026.identity.workload.WorkloadHub;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import dev.mcp2026.servicekit.principal.CurrentCall;
import dev.mcp2026.servicekit.principal.TrustConfig;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.store.Store;
import dev.mcp2026.trust.DevelopmentAuthority;
import dev.mcp2026.trust.TrustDirectory;
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
import java.util.Optional;
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
                    FaultKind.UNAVAILABLE, "the root in " + directory + " can't be read: " + e.getMessage(), "look there");
        }
    }

    @Produces
    @Singleton
    EntryBook entries(Store store, CellId self, InstantSource wall, IdentityConfig config) {
        return new EntryBook(
                store, self, wall, Settings.entries(config), Settings.fixed(config, wall.instant()));
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

    @Produces
    @Singleton
    BundleBook bundles(Authority authority, TrustConfig trust) {
        return new BundleBook(trust.domain(), authority, Map::of, Optional::empty);
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
            ProcessAttestor attestor) {
        WorkloadApi api = new WorkloadApi(
                hub, entries.index(), jwts, mine -> bundles(bundles, mine), config.patience(), wall, timers);
        return new WorkloadSocket(Settings.socket(config), attestor, List.of(api));
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
            JwtCache jwts,
            Authority authority,
            ProcessAttestor attestor,
            IdentityConfig config,
            TrustConfig trust) {
        return new IdentityOperations(
                authorization,
                call,
                entries,
                svids,
                jwts,
                authority,
                attestor,
                new IdempotencyKeys(config.limits().idempotencyKeys(), KEYS_KEPT),
                trust.domain());
    }

    @Produces
    @Singleton
    IdentityEndpoint.BundleWatches watches(IdentityConfig config) {
        return new IdentityEndpoint.BundleWatches(new Limit(
                "mcp.identity.limits.bundle-watches", config.limits().bundleWatches(), "watches"));
    }
}
