package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.Fault;

/// Is told what metrics and logs should show. Called on the thread that uses the cache.
public interface SharedCacheListener {
    /// A look-up that ended well.
    ///
    /// @param found whether there was an entry of use
    void looked(SharedKey key, boolean found);

    /// An entry was refused and removed.
    void refused(SharedKey key, Refusal why);

    /// The shared cache did not answer; the caller goes on without.
    void unavailable(SharedKey key, Fault fault);
}
