package dev.mcp2026.identity.workload;

import dev.mcp2026.identity.TestAuthority;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.SpiffeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What workloads of the tests have.
final class Samples {
    static final Instant NOW = Instant.now();
    static final String DOMAIN = "mcp2026.local";
    static final String WEB = "spiffe://mcp2026.local/tenant/acme/workload/web";
    static final String BATCH = "spiffe://mcp2026.local/tenant/acme/workload/batch";
    static final TestAuthority OURS = new TestAuthority(DOMAIN, NOW);
    static final TestAuthority THEIRS = new TestAuthority("other.example", NOW);

    private Samples() {}

    static WorkloadSvid svid(String id) {
        SpiffeId parsed = SpiffeId.parse(id);
        Entry entry = new Entry(
                new EntryName(new TenantId("acme"), parsed.path().getLast()),
                parsed,
                Set.of(Selector.parse("unix:uid:1000")),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "",
                List.of(),
                false,
                NOW);
        return new WorkloadSvid(entry, OURS.issue(parsed, TestAuthority.LIFETIME));
    }

    static WorkloadUpdate update(WorkloadSvid... svids) {
        return new WorkloadUpdate(List.of(svids), OURS.bundle(), List.of());
    }

    static WorkloadUpdate federated(TrustBundle with, WorkloadSvid... svids) {
        return new WorkloadUpdate(List.of(svids), OURS.bundle(), List.of(with));
    }
}
