package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.connection.Pages;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.ListEntriesRequest;
import dev.mcp2026.proto.identity.v1.ListEntriesResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Registration entries as a cache has them.
public final class Entries {
    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::getTenant).thenComparing(Entry::getName);

    private Entries() {}

    /// All pages, by tenant and name.
    ///
    /// @param tenant empty for all that the caller may see
    /// @param spiffeId empty for every one
    public static List<Entry> list(IdentityConnection cache, String tenant, String spiffeId) {
        List<Entry> entries = Pages.all("--tenant", token -> {
            ListEntriesRequest request = ListEntriesRequest.newBuilder()
                    .setTenant(tenant)
                    .setSpiffeId(spiffeId)
                    .setPageSize(Pages.SIZE)
                    .setPageToken(token)
                    .build();
            ListEntriesResponse page = cache.call(stub -> stub.listEntries(request));
            return new Pages.Page<>(page.getEntriesList(), page.getNextPageToken());
        });
        return entries.stream().sorted(ORDER).toList();
    }

    /// They say the same of who gets what; in which order lists are written is no difference.
    public static boolean same(Entry one, Entry other) {
        return comparable(one).equals(comparable(other));
    }

    /// As commands and manifests name it: `entry/shop/web`.
    public static String name(Entry entry) {
        return "entry/" + entry.getTenant() + "/" + entry.getName();
    }

    private static Entry comparable(Entry entry) {
        return entry.toBuilder()
                .clearFixed()
                .clearChanged()
                .clearSelectors()
                .addAllSelectors(sorted(entry.getSelectorsList()))
                .clearDnsNames()
                .addAllDnsNames(sorted(entry.getDnsNamesList()))
                .clearFederatesWith()
                .addAllFederatesWith(sorted(entry.getFederatesWithList()))
                .build();
    }

    private static List<String> sorted(Collection<String> texts) {
        List<String> sorted = new ArrayList<>(texts);
        sorted.sort(Comparator.naturalOrder());
        return sorted;
    }
}
