package dev.mcp2026.benchmarks.cell;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// The run's own trust domain: three cells and the operator that the bench acts as.
public record TrustDomain(Path directory) {

    public static TrustDomain make(Path directory) {
        List<CellId> cells = List.of(new CellId("cell1"), new CellId("cell2"), new CellId("cell3"));
        new TrustInit(new TrustDirectory(directory), InstantSource.system(), new SecureRandom())
                .run(TrustPlan.of(
                        TrustPlan.DEFAULT_TRUST_DOMAIN,
                        cells,
                        List.of("registry", "identity-cache", "saga-coordinator")));
        return new TrustDomain(directory);
    }

    /// What the bench shows to every server.
    public SvidFiles operator() {
        return svid(TrustPlan.DEVELOPER);
    }

    public SvidFiles svid(Role role) {
        return new TrustDirectory(directory).svid(role);
    }
}
