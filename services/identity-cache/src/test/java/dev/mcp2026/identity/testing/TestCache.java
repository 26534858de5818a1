package dev.mcp2026.identity.testing;

import dev.mcp2026.identity.attest.Attestor;
import dev.mcp2026.identity.attest.ProcessAttestor;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.BuiltInAuthority;
import dev.mcp2026.identity.authority.BuiltInSettings;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.identity.cache.CacheEvents;
import dev.mcp2026.identity.cache.JwtCache;
import dev.mcp2026.identity.cache.L1Settings;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.socket.SocketSettings;
import dev.mcp2026.identity.socket.WorkloadSocket;
import dev.mcp2026.identity.workload.HubSettings;
import dev.mcp2026.identity.workload.WorkloadApi;
import dev.mcp2026.identity.workload.WorkloadHub;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.X509Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/// An identity cache without Quarkus around it, on a socket of its own.
public final class TestCache implements AutoCloseable {
    public static final String DOMAIN = "test.local";
    public static final TenantId SHOP = new TenantId("shop");
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    public final Store store;
    public final Authority authority;
    public final EntryBook entries;
    public final SvidCache svids;
    public final JwtCache jwts;
    public final BundleBook bundles;
    public final WorkloadHub hub;
    public final WorkloadSocket socket;
    public final Map<String, TrustBundle> federated = new ConcurrentHashMap<>();
    /// What a refresh of a trust domain's bundle does; nothing by default.
    public volatile Predicate<String> refreshed = trustDomain -> false;
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

    /// What may be another than usual.
    public record Options(
            Duration x509Ttl,
            Duration issuerTtl,
            Duration patience,
            Attestor attestor,
            InstantSource clock,
            L1Settings l1) {
        public static Options usual() {
            return new Options(
                    Duration.ofHours(1),
                    Duration.ofDays(7),
                    Duration.ofSeconds(5),
                    new ProcessAttestor(),
                    InstantSource.system(),
                    new L1Settings(
                            Duration.ofMinutes(5),
                            Duration.ofSeconds(5),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(1),
                            new Limit("svids-per-tenant", 100_000, "SVIDs"),
                            new Limit("concurrent-issues", 8, "issues")));
        }

        public Options withTtl(Duration ttl) {
            return new Options(ttl, issuerTtl, patience, attestor, clock, l1);
        }

        public Options withWait(Duration longest) {
            return new Options(x509Ttl, issuerTtl, longest, attestor, clock, l1);
        }

        public Options withAttestor(Attestor other) {
            return new Options(x509Ttl, issuerTtl, patience, other, clock, l1);
        }
    }

    public static TestCache start(Path directory, Options options) {
        try {
            SecureRandom random = new SecureRandom();
            X509Issuer root = X509Issuer.root(
                    DOMAIN, X509Issuer.newKeys(random), options.clock().instant(), Duration.ofDays(365), random);
            return new TestCache(directory, options, builtIn(directory, root, options));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Authority builtIn(Path directory, X509Issuer root, Options options) {
        return new BuiltInAuthority(
                root,
                new BuiltInSettings(
                        directory.resolve("authority"),
                        options.x509Ttl(),
                        Duration.ofMinutes(5),
                        options.issuerTtl(),
                        Duration.ofMinutes(5),
                        new Limit("tenants", 5000, "tenants")),
                options.clock(),
                new SecureRandom());
    }

    public TestCache(Path directory, Options options, Authority authority) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        this.authority = authority;
        this.store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store.mv")));
        this.entries = new EntryBook(
                store,
                new CellId("cell1"),
                options.clock(),
                new EntryBook.Limits(
                        new Limit("entries", 200_000, "entries"), new Limit("per-tenant", 200_000, "entries")),
                List.of());
        this.svids = new SvidCache(authority, options.l1(), options.clock(), new Random(1), CacheEvents.none());
        this.jwts = new JwtCache(authority, options.clock(), Duration.ofSeconds(5), 1000);
        this.bundles = new BundleBook(DOMAIN, authority, () -> federated, Optional::empty);
        this.hub = new WorkloadHub(
                entries.index(),
                svids,
                bundles,
                new HubSettings(
                        Duration.ofMinutes(5),
                        new Limit("callers", 10_000, "callers"),
                        new Limit("subscriptions", 100_000, "subscriptions"),
                        new Limit("per-caller", 1000, "subscriptions")));
        WorkloadApi api = new WorkloadApi(
                hub,
                entries.index(),
                jwts,
                mine -> known(mine),
                trustDomain -> refreshed.test(trustDomain),
                options.patience(),
                options.clock(),
                timers);
        this.socket = new WorkloadSocket(
                new SocketSettings(
                        directory.resolve("agent.sock"),
                        PosixFilePermissions.fromString("rw-rw-rw-"),
                        new Limit("request-bytes", 65_536, "bytes"),
                        new Limit("streams", 100, "calls"),
                        new Limit("connections", 20_000, "connections"),
                        new Limit("connections-per-process", 10_000, "connections"),
                        2,
                        Duration.ofMillis(100)),
                options.attestor(),
                List.of(api));
        entries.listen(hub::entryChanged);
        svids.listen(hub::renewed);
        bundles.listen(hub::bundlesChanged);
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
        socket.start();
        Await.until("entries", PATIENCE, entries::isLoaded);
    }

    private Map<String, TrustBundle> known(List<Entry> mine) {
        Map<String, TrustBundle> found = new ConcurrentHashMap<>();
        found.put(DOMAIN, bundles.own());
        mine.forEach(entry -> entry.federatesWith().forEach(name -> {
            if (federated.containsKey(name)) {
                found.put(name, federated.get(name));
            }
        }));
        return found;
    }

    public String address() {
        return "unix:" + socket.path();
    }

    /// Of this process.
    public static String me() {
        return "unix:uid:" + uid();
    }

    private static int uid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static Entry entry(TenantId tenant, String name, String... selectors) {
        return new Entry(
                new EntryName(tenant, name),
                SpiffeId.of(DOMAIN, "tenant", tenant.value(), "workload", name),
                EntryCodec.selectors(List.of(selectors)),
                Optional.empty(),
                Optional.empty(),
                List.of(name + ".example"),
                name,
                List.of(),
                false,
                Instant.EPOCH);
    }

    @Override
    public void close() {
        socket.close();
        hub.close();
        svids.close();
        entries.close();
        authority.close();
        store.close();
        timers.shutdownNow();
    }
}
