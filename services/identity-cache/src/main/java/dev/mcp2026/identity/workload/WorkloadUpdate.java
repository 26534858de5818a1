package dev.mcp2026.identity.workload;

import dev.mcp2026.spiffe.TrustBundle;
import java.util.List;

/// All that a workload has at one moment. No SVIDs: it has no identity here.
///
/// @param own this trust domain's bundle
/// @param federated of the trust domains that its entries federate with, as far as they are known
public record WorkloadUpdate(List<WorkloadSvid> svids, TrustBundle own, List<TrustBundle> federated) {
    public WorkloadUpdate {
        svids = List.copyOf(svids);
        federated = List.copyOf(federated);
    }
}
