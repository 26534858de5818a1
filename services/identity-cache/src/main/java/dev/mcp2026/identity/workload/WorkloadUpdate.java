package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.spiffe.TrustBundle;
import java.util.List;
import java.util.Optional;

/// All that a workload has at one moment. No SVIDs and no failure: it has no identity here.
///
/// @param own this trust domain's bundle
/// @param federated of the trust domains that its entries federate with, as far as they are known
/// @param failure why it has no SVID though it has an entry
public record WorkloadUpdate(
        List<WorkloadSvid> svids, TrustBundle own, List<TrustBundle> federated, Optional<Fault> failure) {
    public WorkloadUpdate {
        svids = List.copyOf(svids);
        federated = List.copyOf(federated);
    }

    public WorkloadUpdate(List<WorkloadSvid> svids, TrustBundle own, List<TrustBundle> federated) {
        this(svids, own, federated, Optional.empty());
    }
}
