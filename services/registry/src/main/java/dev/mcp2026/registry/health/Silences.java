package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.id.TenantId;
import java.util.HashMap;
import java.util.Map;

/// Whose probes met silence lately. Counted for each tenant, since one tenant can ask for any number of checks of
/// what never answers, and that must not make this observer doubt itself before the others. Not thread-safe.
final class Silences {
    private static final int LATELY_WINDOWS = 2;

    /// Checks that are being run.
    private final Map<TenantId, Integer> checks = new HashMap<>();
    /// Of this window; bounded by the tenants that have checks.
    private final Map<TenantId, Tally> tallies = new HashMap<>();
    /// Tenants that were probed lately, by the windows since.
    private final Map<TenantId, Integer> lately = new HashMap<>();

    /// @param silent probes that met silence before any handshake
    /// @param answered probes that met anything else
    private record Tally(int silent, int answered) {
        Tally plus(Tally other) {
            return new Tally(silent + other.silent, answered + other.answered);
        }
    }

    void started(TenantId tenant) {
        checks.merge(tenant, 1, Integer::sum);
    }

    void stopped(TenantId tenant) {
        checks.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }

    void probed(TenantId tenant, boolean silence) {
        lately.put(tenant, 0);
        tallies.merge(tenant, new Tally(silence ? 1 : 0, silence ? 0 : 1), Tally::plus);
    }

    /// Most targets of most tenants were silent in this window: it is more likely that we are cut off. While
    /// several tenants have checks, several must meet it.
    boolean mass(LocalHealthRules rules) {
        int tenants = 0;
        int targets = 0;
        for (Tally tally : tallies.values()) {
            if (tally.silent > rules.massShare() * (tally.silent + tally.answered)) {
                tenants++;
                targets += tally.silent;
            }
        }
        return targets >= rules.massMin()
                && tenants >= Math.min(rules.massTenants(), Math.max(1, lately.size()))
                && tenants > rules.massShare() * tallies.size();
    }

    void nextWindow() {
        // A tenant whose only check runs once a minute says nothing of this second, so it is not waited for.
        lately.replaceAll((tenant, windows) -> windows + 1);
        tallies.keySet().forEach(tenant -> lately.put(tenant, 0));
        lately.values().removeIf(windows -> windows > LATELY_WINDOWS);
        tallies.clear();
    }
}
