package dev.mcp2026.registry.health.lease;

import dev.mcp2026.registry.health.Cause;

/// What to do with a lease's holder.
///
/// @param <K> names the holder
public sealed interface LeaseEffect<K> {
    K key();

    /// The lease ran out, and it is not known yet whether alone: treat the holder as SUSPECT.
    record Suspect<K>(K key, Cause cause, String reason) implements LeaseEffect<K> {}

    /// It ran out together with many others and is kept, SUSPECT, for at most [LeaseRules#holdFor].
    record Hold<K>(K key, Cause cause, String reason) implements LeaseEffect<K> {}

    /// It was renewed while suspect or held.
    record Release<K>(K key) implements LeaseEffect<K> {}

    /// It is over: drop the holder.
    record Expire<K>(K key) implements LeaseEffect<K> {}
}
