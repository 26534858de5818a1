package dev.mcp2026.identity.cache;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.Issued;
import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.authority.UpstreamStatus;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.Svid;
import dev.mcp2026.trust.X509Issuer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers when the test lets it, and fails when the test says so.
public final class ScriptedAuthority implements Authority {
    public static final Duration LIFE = Duration.ofHours(1);

    public final AtomicInteger calls = new AtomicInteger();
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final X509Issuer root;
    private final KeyPair keys;
    private volatile boolean away;
    private volatile boolean withdrawn;
    private volatile @Nullable CountDownLatch gate;

    public ScriptedAuthority(InstantSource clock) {
        this.clock = clock;
        try {
            keys = X509Issuer.newKeys(random);
            root = X509Issuer.root(TestCache.DOMAIN, keys, clock.instant(), Duration.ofDays(1000), random);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public void goAway() {
        away = true;
    }

    /// It has no such identities any more.
    public void withdraw() {
        withdrawn = true;
    }

    public void comeBack() {
        away = false;
    }

    /// Calls wait until [#release].
    public void hold() {
        gate = new CountDownLatch(1);
    }

    public void release() {
        CountDownLatch there = gate;
        gate = null;
        if (there != null) {
            there.countDown();
        }
    }

    private void called() {
        calls.incrementAndGet();
        CountDownLatch there = gate;
        if (there != null) {
            try {
                there.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (away) {
            throw Faults.of(FaultKind.UNAVAILABLE, "the authority is away", "");
        }
        if (withdrawn) {
            throw Faults.of(FaultKind.NOT_FOUND, "the authority has no such identity", "");
        }
    }

    @Override
    public Issued x509(Entry entry) {
        Instant now = clock.instant();
        called();
        Duration life = entry.x509Ttl().orElse(LIFE);
        try {
            X509Certificate leaf = root.workload(entry.id(), keys.getPublic(), X509Issuer.Names.NONE, now, life);
            return new Issued(new Svid(entry.id(), List.of(leaf), keys.getPrivate()), now.plus(life.dividedBy(2)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public IssuedJwt jwt(Entry entry, List<String> audience) {
        Instant now = clock.instant();
        called();
        return new IssuedJwt(
                entry.key() + " for " + audience + " #" + calls.get(),
                now,
                now.plus(entry.jwtTtl().orElse(LIFE)));
    }

    @Override
    public List<X509Certificate> certify(Entry entry, PublicKey publicKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<TrustBundle> bundle() {
        return Optional.empty();
    }

    @Override
    public Map<String, TrustBundle> federated() {
        return Map.of();
    }

    @Override
    public List<X509Certificate> intermediates(Predicate<TenantId> tenant) {
        return List.of();
    }

    @Override
    public void rotateIssuers(Predicate<TenantId> tenant) {}

    @Override
    public UpstreamStatus status() {
        return new UpstreamStatus(UpstreamStatus.Kind.BUILT_IN, !away, Instant.EPOCH, "");
    }

    @Override
    public void listen(Listener listener) {}

    @Override
    public void start() {}

    @Override
    public void close() {}
}
