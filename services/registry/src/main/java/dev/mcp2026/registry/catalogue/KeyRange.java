package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The part of the key space that a selector can match: keys sort by tenant, then service, so that
/// both narrow the
/// scan.
record KeyRange(
        @Nullable TenantId tenant,
        @Nullable ServiceName service,
        @Nullable InstanceKey after) {

    static KeyRange of(Selector selector, @Nullable InstanceKey after) {
        return new KeyRange(selector.tenant(), selector.tenant() == null ? null : selector.service(), after);
    }

    Stream<Entry> over(ConcurrentNavigableMap<InstanceKey, Entry> entries) {
        ConcurrentNavigableMap<InstanceKey, Entry> tail = entries;
        InstanceKey first = first();
        if (after != null && (first == null || after.compareTo(first) >= 0)) {
            tail = entries.tailMap(after, false);
        } else if (first != null) {
            tail = entries.tailMap(first, true);
        }
        return tail.values().stream().takeWhile(this::within);
    }

    private boolean within(Entry entry) {
        return (tenant == null || entry.key().tenant().equals(tenant))
                && (service == null || entry.key().service().equals(service));
    }

    private @Nullable InstanceKey first() {
        if (tenant == null) {
            return null;
        }
        return service == null ? Bounds.least(tenant) : Bounds.least(tenant, service);
    }
}
