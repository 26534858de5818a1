package dev.mcp2026.servicekit.tls;

import dev.mcp2026.servicekit.principal.TrustConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The process' SVID: from the Workload API where `mcp.identity.workload-api` names its socket, else from files.
@Singleton
class SvidSources {
    @Produces
    @Singleton
    SvidSource source(
            TrustConfig trust,
            @ConfigProperty(name = "mcp.identity.workload-api") Optional<String> workloadApi,
            @ConfigProperty(name = "mcp.identity.hint") Optional<String> hint,
            @ConfigProperty(name = "mcp.identity.startup-patience", defaultValue = "30s") Duration patience) {
        return workloadApi
                .<SvidSource>map(address -> new WorkloadSvids(address, hint.orElse(""), patience))
                .orElseGet(() -> new FileSvids(trust.svid(), trust.reloadPeriod()));
    }

    void close(@Disposes SvidSource source) throws Exception {
        if (source instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
