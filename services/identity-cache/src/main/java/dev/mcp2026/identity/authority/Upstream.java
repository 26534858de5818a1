package dev.mcp2026.identity.authority;

import dev.mcp2026.servicekit.workload.ReceivedSvid;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.SpiffeId;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an upstream has told so far; each message gives the next one.
///
/// @param svids by SPIFFE ID
/// @param x509 authorities by trust domain
/// @param jwt keys by trust domain and key id
/// @param sequence grows with each change of bundles
record Upstream(
        Map<SpiffeId, ReceivedSvid> svids,
        Map<String, List<X509Certificate>> x509,
        Map<String, Map<String, PublicKey>> jwt,
        long sequence) {
    static final Upstream NOTHING = new Upstream(Map.of(), Map.of(), Map.of(), 0);

    Upstream {
        svids = Map.copyOf(svids);
        x509 = Map.copyOf(x509);
        jwt = Map.copyOf(jwt);
    }

    /// @param authorities of other trust domains; of its own each SVID brings them
    Upstream withSvids(List<ReceivedSvid> received, Map<String, List<X509Certificate>> authorities, Instant now) {
        Map<SpiffeId, ReceivedSvid> next = new HashMap<>();
        Map<String, List<X509Certificate>> bundles = new HashMap<>(authorities);
        for (ReceivedSvid one : received) {
            next.putIfAbsent(one.svid().id(), one);
            bundles.put(one.svid().id().trustDomain(), one.bundle());
        }
        return new Upstream(next, bundles, jwt, bundles.equals(x509) ? sequence : next(now));
    }

    Upstream withJwt(Map<String, Map<String, PublicKey>> keys, Instant now) {
        return new Upstream(svids, x509, keys, keys.equals(jwt) ? sequence : next(now));
    }

    /// From the clock, since the Workload API tells none and whoever fetched the bundle before this process was started
    /// again refuses a lower one.
    private long next(Instant now) {
        return Math.max(sequence + 1, now.getEpochSecond());
    }

    /// Ids whose SVID is another than before.
    Set<SpiffeId> changedSince(Upstream before) {
        Set<SpiffeId> changed = new HashSet<>();
        svids.forEach((id, now) -> {
            ReceivedSvid then = before.svids.get(id);
            if (then == null || !then.svid().leaf().equals(now.svid().leaf())) {
                changed.add(id);
            }
        });
        before.svids.keySet().stream().filter(id -> !svids.containsKey(id)).forEach(changed::add);
        return changed;
    }

    Optional<TrustBundle> bundle(String trustDomain, Duration refreshHint) {
        List<X509Certificate> authorities = x509.get(trustDomain);
        return authorities == null
                ? Optional.empty()
                : Optional.of(new TrustBundle(
                        trustDomain, authorities, jwt.getOrDefault(trustDomain, Map.of()), sequence, refreshHint));
    }
}
