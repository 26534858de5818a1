package dev.mcp2026.registry.health.lease;

import dev.mcp2026.registry.health.Cause;
import dev.mcp2026.registry.health.timer.DeadlineWheel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// All leases of a cell. Deterministic: time comes in with every call and effects go out. Renewing
/// writes one field.
/// Not thread-safe; nothing here blocks.
///
/// An expired lease is first SUSPECT for its grace: [LeaseRules#window], or a third of its ttl if that is longer, since
/// leases that are renewed every 100 s run out over 100 s when the path to all of them is cut. If more than
/// [LeaseRules#massShare] of all leases, and at least [LeaseRules#massMin], are in their grace at one time, all of
/// these
/// are held instead of dropped.
public final class LeaseTable<K> {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int SLOTS = 1024;
    private static final int GRACE_SHARE = 3;

    private final LeaseRules rules;
    private final Map<K, Lease<K>> leases = new HashMap<>();
    private final DeadlineWheel<Lease<K>> wheel;
    /// Those that ran out within the last window, oldest first; renewed and released ones are
    /// skipped when met.
    private final Deque<Lease<K>> recent = new ArrayDeque<>();
    private int recentCount;

    public LeaseTable(LeaseRules rules, long nowNanos) {
        this.rules = rules;
        this.wheel = new DeadlineWheel<>(TICK, SLOTS, nowNanos);
    }

    /// Grants a lease, or replaces the one that `key` has.
    public List<LeaseEffect<K>> grant(K key, Duration ttl, long nowNanos) {
        List<LeaseEffect<K>> effects = release(key);
        Lease<K> lease = new Lease<>(key, ttl.toNanos());
        leases.put(key, lease);
        wheel.set(lease, nowNanos + lease.ttlNanos);
        return effects;
    }

    /// Extends a lease by its ttl from now.
    ///
    /// @return nothing to do, mostly; a [LeaseEffect.Release] if it was suspect or held. See
    ///     [#holds] for unknown keys
    public List<LeaseEffect<K>> renew(K key, long nowNanos) {
        Lease<K> lease = leases.get(key);
        if (lease == null) {
            return List.of();
        }
        boolean late = lease.phase != Lease.Phase.LIVE;
        if (late) {
            forgetRecent(lease);
            lease.phase = Lease.Phase.LIVE;
        }
        wheel.set(lease, nowNanos + lease.ttlNanos);
        return late ? List.of(new LeaseEffect.Release<>(key)) : List.of();
    }

    /// Gives a lease up, on its holder's wish.
    public List<LeaseEffect<K>> release(K key) {
        Lease<K> lease = leases.remove(key);
        if (lease == null) {
            return List.of();
        }
        wheel.set(lease, Lease.NEVER);
        boolean late = lease.phase != Lease.Phase.LIVE;
        forgetRecent(lease);
        lease.phase = Lease.Phase.LIVE;
        return late ? List.of(new LeaseEffect.Release<>(key)) : List.of();
    }

    public boolean holds(K key) {
        return leases.containsKey(key);
    }

    public int size() {
        return leases.size();
    }

    /// Time until `key`'s lease runs out; empty if it has none, or if it did run out.
    public OptionalLong remainingNanos(K key, long nowNanos) {
        Lease<K> lease = leases.get(key);
        return lease == null || lease.phase != Lease.Phase.LIVE
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, lease.deadlineNanos() - nowNanos));
    }

    /// Time passed. Call it a few times per window.
    ///
    /// @param observerUnwell this cell's own [dev.mcp2026.registry.health.LocalHealth] is bad, so
    ///     blame it, not the path
    public List<LeaseEffect<K>> advance(long nowNanos, boolean observerUnwell) {
        List<Lease<K>> due = new ArrayList<>();
        wheel.advance(nowNanos, due::add);
        List<LeaseEffect<K>> effects = new ArrayList<>();
        List<Lease<K>> over = new ArrayList<>();
        Cause cause = observerUnwell ? Cause.OBSERVER : Cause.PATH;
        forgetPastGrace(nowNanos);
        for (Lease<K> lease : due) {
            if (lease.phase == Lease.Phase.LIVE) {
                ranOut(lease, nowNanos);
                effects.add(new LeaseEffect.Suspect<>(lease.key, cause, "its lease ran out"));
            } else {
                over.add(lease);
            }
        }
        if (massExpiry()) {
            holdRecent(cause, effects);
        }
        for (Lease<K> lease : over) {
            // Just now found to be one of many: held after all.
            if (lease.phase == Lease.Phase.HELD && lease.deadlineNanos() != Lease.NEVER) {
                continue;
            }
            leases.remove(lease.key);
            forgetRecent(lease);
            effects.add(new LeaseEffect.Expire<>(lease.key));
        }
        return effects;
    }

    private void ranOut(Lease<K> lease, long nowNanos) {
        lease.phase = Lease.Phase.SUSPECT;
        lease.expiredNanos = nowNanos;
        lease.recent = true;
        recent.addLast(lease);
        recentCount++;
        wheel.set(lease, nowNanos + graceNanos(lease));
    }

    private long graceNanos(Lease<K> lease) {
        return Math.max(rules.window().toNanos(), lease.ttlNanos / GRACE_SHARE);
    }

    private boolean massExpiry() {
        return recentCount >= rules.massMin() && recentCount > rules.massShare() * leases.size();
    }

    private void holdRecent(Cause cause, List<LeaseEffect<K>> effects) {
        String reason = String.format(
                Locale.ROOT,
                "%d of %d leases ran out within their grace (%.0f s or more; more than %.0f %%): held for at most %d s",
                recentCount,
                leases.size(),
                rules.window().toMillis() / 1e3,
                rules.massShare() * 100,
                rules.holdFor().toSeconds());
        for (Lease<K> lease : recent) {
            if (lease.recent && lease.phase == Lease.Phase.SUSPECT) {
                lease.phase = Lease.Phase.HELD;
                wheel.set(lease, lease.expiredNanos + rules.holdFor().toNanos());
                effects.add(new LeaseEffect.Hold<>(lease.key, cause, reason));
            }
        }
    }

    /// One with a long grace keeps those behind it counted for as long: a mass expiry is rather seen than missed.
    private void forgetPastGrace(long nowNanos) {
        while (!recent.isEmpty() && (!recent.getFirst().recent || pastGrace(recent.getFirst(), nowNanos))) {
            forgetRecent(recent.removeFirst());
        }
    }

    private boolean pastGrace(Lease<K> lease, long nowNanos) {
        return lease.expiredNanos + graceNanos(lease) < nowNanos;
    }

    private void forgetRecent(Lease<K> lease) {
        if (lease.recent) {
            lease.recent = false;
            recentCount--;
        }
    }
}
