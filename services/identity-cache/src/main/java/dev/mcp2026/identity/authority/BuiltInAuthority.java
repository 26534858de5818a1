package dev.mcp2026.identity.authority;

import dev.mcp2026.identity.authority.KeySlots.Slot;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.JwtSvids;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.SecretFile;
import dev.mcp2026.trust.Svid;
import dev.mcp2026.trust.X509Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The development authority: a root, one intermediate a tenant below it, which signs that tenant's SVIDs, and one key
/// for JWT-SVIDs. Keys are files of mode 0600; each is followed by the next one, see [KeyRotation].
public final class BuiltInAuthority implements Authority {
    private static final Logger LOG = Logger.getLogger(BuiltInAuthority.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final int KEY_ID_BYTES = 16;
    private static final String PEM = ".pem";

    private final X509Issuer root;
    private final BuiltInSettings settings;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Path tenants;
    private final Map<TenantId, KeyRing> rings = new ConcurrentHashMap<>();
    private final KeyRing jwt;
    private final Instant since;
    private volatile @Nullable Made made;
    private volatile @Nullable TrustBundle told;
    private volatile int toldIssuers;
    private volatile @Nullable Listener listener;
    private volatile @Nullable Thread rotation;

    private record Made(KeySlots from, TrustBundle bundle) {}

    public BuiltInAuthority(X509Issuer root, BuiltInSettings settings, InstantSource clock, SecureRandom random) {
        this.root = root;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.since = clock.instant();
        this.tenants = settings.directory().resolve("tenants");
        try {
            SecretFile.directory(settings.directory());
            SecretFile.directory(tenants);
            this.jwt = newRing(settings.directory().resolve("jwt" + PEM), "JWT");
            told = makeBundle(jwt.slots());
            try (Stream<Path> files = Files.list(tenants)) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.endsWith(PEM) && !name.startsWith("."))
                        .forEach(this::found);
            }
            toldIssuers = rings.size();
        } catch (IOException | GeneralSecurityException e) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the authority's keys in " + settings.directory() + " can't be used: " + e.getMessage(),
                    "make the directory writable for this user, or set mcp.identity.authority.directory");
        }
    }

    private void found(String name) {
        TenantId tenant;
        try {
            tenant = new TenantId(name.substring(0, name.length() - PEM.length()));
        } catch (FaultException notOurs) {
            LOG.warnf("file is no tenant's and is passed over directory=%s file=%s", tenants, name);
            return;
        }
        ring(tenant);
    }

    private Slot newSlot(String name, Instant now) throws GeneralSecurityException {
        KeyPair keys = X509Issuer.newKeys(random);
        return new Slot(root.intermediate(name, keys.getPublic(), now, settings.issuerTtl()), keys.getPrivate());
    }

    private KeyRing ring(TenantId tenant) {
        KeyRing known = rings.get(tenant);
        if (known != null) {
            return known;
        }
        settings.tenants().check("tenant", rings.size() + 1L);
        return rings.computeIfAbsent(tenant, first -> newRing(tenants.resolve(tenant + PEM), tenant.value()));
    }

    private KeyRing newRing(Path file, String name) {
        return new KeyRing(
                new KeyFile(file), clock, now -> newSlot(name, now), certificate -> isOfThisRoot(name, certificate));
    }

    /// A root under another key is there where the one before must not be believed any more: nobody's bundle has it.
    private boolean isOfThisRoot(String name, X509Certificate certificate) {
        try {
            certificate.verify(root.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            LOG.warnf(
                    "issuer's key is of another root and is made anew issuer=%s directory=%s",
                    name, settings.directory());
            return false;
        }
    }

    private KeySlots slots(KeyRing ring) {
        try {
            return ring.slots();
        } catch (IOException | GeneralSecurityException e) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE, "an issuer's key can't be used: " + e.getMessage(), "look at its directory");
        }
    }

    private X509Issuer issuer(Slot slot) {
        return new X509Issuer(root.trustDomain(), slot.certificate(), slot.key(), random);
    }

    @Override
    public Issued x509(Entry entry) {
        try {
            KeyPair keys = X509Issuer.newKeys(random);
            List<X509Certificate> chain = certify(entry, keys.getPublic());
            Instant end = chain.getFirst().getNotAfter().toInstant();
            Instant now = clock.instant();
            return new Issued(
                    new Svid(entry.id(), chain, keys.getPrivate()),
                    now.plus(Duration.between(now, end).dividedBy(2)));
        } catch (GeneralSecurityException e) {
            throw Faults.of(FaultKind.INTERNAL, "no SVID for " + entry.id() + ": " + e.getMessage(), "");
        }
    }

    @Override
    public List<X509Certificate> certify(Entry entry, PublicKey publicKey) {
        Slot slot = slots(ring(entry.tenant())).current();
        X509Issuer.Names names =
                new X509Issuer.Names(entry.dnsNames(), entry.tenant().equals(Entry.PLATFORM));
        try {
            X509Certificate leaf = issuer(slot)
                    .workload(entry.id(), publicKey, names, clock.instant(), settings.lifetime(entry.x509Ttl()));
            return List.of(leaf, slot.certificate());
        } catch (GeneralSecurityException e) {
            throw Faults.of(FaultKind.INTERNAL, "no SVID for " + entry.id() + ": " + e.getMessage(), "");
        } catch (IllegalArgumentException e) {
            throw Faults.invalid("spiffeId", String.valueOf(e.getMessage()), "use an id of this trust domain");
        }
    }

    @Override
    public IssuedJwt jwt(Entry entry, List<String> audience) {
        if (!entry.id().isMemberOf(root.trustDomain())) {
            throw Faults.invalid(
                    "spiffeId",
                    entry.id() + " is not of trust domain " + root.trustDomain(),
                    "use an id of this trust domain");
        }
        Slot slot = slots(jwt).current();
        Instant now = clock.instant();
        Instant wanted = now.plus(entry.jwtTtl().orElse(settings.jwtTtl()));
        Instant end = wanted.isBefore(slot.end()) ? wanted : slot.end();
        return new IssuedJwt(
                JwtSvids.issue(entry.id(), audience, now, end, slot.key(), keyId(slot.certificate())), now, end);
    }

    /// Of the public key, so that whoever has the certificate knows it.
    private static String keyId(X509Certificate certificate) {
        try {
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public Optional<TrustBundle> bundle() {
        return Optional.of(ownBundle());
    }

    /// Of the keys as they are: a key that was over when it was to sign has had its place taken by then.
    private TrustBundle ownBundle() {
        KeySlots now = slots(jwt);
        Made known = made;
        if (known == null || known.from() != now) {
            known = new Made(now, makeBundle(now));
            made = known;
        }
        return known.bundle();
    }

    private TrustBundle makeBundle(KeySlots slots) {
        Map<String, PublicKey> keys = new HashMap<>();
        for (X509Certificate certificate : slots.known()) {
            keys.put(keyId(certificate), certificate.getPublicKey());
        }
        return new TrustBundle(
                root.trustDomain(), List.of(root.certificate()), keys, slots.sequence(), settings.refreshHint());
    }

    @Override
    public Map<String, TrustBundle> federated() {
        return Map.of();
    }

    @Override
    public List<X509Certificate> intermediates(Predicate<TenantId> tenant) {
        List<X509Certificate> all = new ArrayList<>();
        rings.forEach((owner, ring) -> {
            if (tenant.test(owner)) {
                all.addAll(slots(ring).known());
            }
        });
        return all;
    }

    @Override
    public void rotateIssuers(Predicate<TenantId> tenant) {
        rings.forEach((owner, ring) -> {
            if (tenant.test(owner)) {
                replace(ring);
            }
        });
        tell(Listener::bundlesChanged);
    }

    private static void replace(KeyRing ring) {
        try {
            ring.replace();
        } catch (IOException | GeneralSecurityException e) {
            throw Faults.of(FaultKind.UNAVAILABLE, "an issuer was not replaced: " + e.getMessage(), "try again");
        }
    }

    @Override
    public UpstreamStatus status() {
        return new UpstreamStatus(
                UpstreamStatus.Kind.BUILT_IN, true, since, rings.size() + " tenants in " + settings.directory());
    }

    @Override
    public void listen(Listener heard) {
        listener = heard;
    }

    @Override
    public void start() {
        rotation = Thread.ofVirtual().name("issuer-rotation").start(this::rotate);
    }

    private void rotate() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(LOOK_EVERY);
                try {
                    advance();
                } catch (RuntimeException e) {
                    LOG.errorf(e, "issuers' keys not looked after, trying again");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Prepares and exchanges the keys whose time has come. SVIDs of a superseded issuer stay valid: each is renewed at
    /// half of its own life, and lives a sixth of its issuer's at most.
    void advance() {
        // A tenant's first issuer comes with its first SVID; of a thousand new tenants is told at once.
        int issuers = rings.size();
        boolean bundles = issuers != toldIssuers;
        toldIssuers = issuers;
        for (Map.Entry<TenantId, KeyRing> one : rings.entrySet()) {
            bundles |= advance("tenant " + one.getKey(), one.getValue());
        }
        advance("JWT", jwt);
        TrustBundle now = ownBundle();
        TrustBundle before = told;
        told = now;
        if (bundles || !now.equals(before)) {
            tell(Listener::bundlesChanged);
        }
    }

    private static boolean advance(String name, KeyRing ring) {
        try {
            boolean changed = ring.advance();
            if (changed) {
                LOG.infof("issuer's keys changed issuer=%s", name);
            }
            return changed;
        } catch (IOException | GeneralSecurityException e) {
            LOG.errorf("issuer's keys not changed, trying again issuer=%s reason=%s", name, e.getMessage());
            return false;
        }
    }

    private void tell(java.util.function.Consumer<Listener> what) {
        Listener heard = listener;
        if (heard != null) {
            what.accept(heard);
        }
    }

    /// Tenants that have an issuer.
    Set<TenantId> tenants() {
        return Set.copyOf(rings.keySet());
    }

    @Override
    public void close() {
        Thread thread = rotation;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
