package dev.mcp2026.coordinator.log;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Lookup;
import dev.mcp2026.store.RangePage;

/// Answers to act upon. A store that is cut off shows what it knew: people may look at that, but who took it for all
/// that there is would drive too little, or another's.
final class Fresh {
    private Fresh() {}

    /// @throws FaultException UNAVAILABLE where it may be old
    static RangePage page(RangePage page) {
        if (page.stale()) {
            throw old();
        }
        return page;
    }

    /// @throws FaultException UNAVAILABLE where it may be old
    static Lookup lookup(Lookup lookup) {
        if (lookup.stale()) {
            throw old();
        }
        return lookup;
    }

    private static FaultException old() {
        return Faults.of(
                FaultKind.UNAVAILABLE,
                "the store is cut off, and what it shows may be old",
                "try again when it takes writes");
    }
}
