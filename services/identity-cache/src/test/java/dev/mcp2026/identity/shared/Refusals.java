package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.Fault;
import java.util.ArrayList;
import java.util.List;

/// Notes what a cache reports.
final class Refusals implements SharedCacheListener {
    private final List<Refusal> refused = new ArrayList<>();
    private final List<Fault> unavailable = new ArrayList<>();
    private final List<Boolean> looked = new ArrayList<>();

    @Override
    public synchronized void looked(SharedKey key, boolean found) {
        looked.add(found);
    }

    @Override
    public synchronized void refused(SharedKey key, Refusal why) {
        refused.add(why);
    }

    @Override
    public synchronized void unavailable(SharedKey key, Fault fault) {
        unavailable.add(fault);
    }

    /// Whether each look-up that ended well found something.
    synchronized List<Boolean> looked() {
        return List.copyOf(looked);
    }

    synchronized List<Refusal> refused() {
        return List.copyOf(refused);
    }

    synchronized List<Fault> unavailable() {
        return List.copyOf(unavailable);
    }
}
