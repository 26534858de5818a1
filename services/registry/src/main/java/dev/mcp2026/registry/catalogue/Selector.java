package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.health.HealthState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which instances are asked for; all conditions must hold.
///
/// @param tenant null: every tenant (platform operators and cells only; the edge checks it)
/// @param states empty: any
/// @param zone empty: any; `region` likewise
public record Selector(
        @Nullable TenantId tenant,
        @Nullable ServiceName service,
        Set<HealthState> states,
        String zone,
        String region,
        @Nullable CellId cell,
        LabelSelector labels) {

    public Selector {
        states = Set.copyOf(states);
    }

    public static Selector service(TenantId tenant, @Nullable ServiceName service) {
        return new Selector(tenant, service, Set.of(), "", "", null, LabelSelector.EVERYTHING);
    }

    /// Whether the parts that an instance can never change match; what fails here can't have
    /// matched before.
    public boolean matchesKey(InstanceKey key) {
        return (tenant == null || tenant.equals(key.tenant()))
                && (service == null || service.equals(key.service()))
                && (cell == null || cell.equals(key.cell()));
    }

    public boolean matches(Entry entry) {
        Registration registration = entry.registration();
        return registration != null
                && matchesKey(entry.key())
                && (states.isEmpty() || states.contains(entry.state()))
                && (zone.isEmpty() || zone.equals(registration.zone()))
                && (region.isEmpty() || region.equals(registration.region()))
                && labels.matches(registration.labels());
    }
}
