package dev.mcp2026.identity.shared;

import java.time.Duration;
import java.util.Optional;

/// Bytes that several caches share for a time. It is not trusted: see [SignedCache]. All calls block and belong on
/// virtual threads; all are safe for any number of them.
///
/// Failures are [dev.mcp2026.kernel.error.FaultException]: UNAVAILABLE when there is no answer, and a reader goes on as
/// if the entry was not there. A `put` is refused with LIMIT_EXCEEDED for a value that is too large, and with
/// INVALID_ARGUMENT for an empty one.
public interface SharedCache {
    /// What is stored, whoever wrote it. Something larger than the limit comes cut, one byte longer than the limit;
    /// something that is not a value at all comes empty: it is for the caller to refuse both.
    Optional<byte[]> get(SharedKey key);

    /// @param ttl for so long it can be read; nothing is stored unless it is a millisecond at least
    void put(SharedKey key, byte[] value, Duration ttl);

    void remove(SharedKey key);
}
