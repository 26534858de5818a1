package dev.mcp2026.identity.app;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.socket.WorkloadSocket;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while workloads reach the socket and entries are known. An upstream that is away is told and does not make it
/// unready: what is cached is served.
@Readiness
@Singleton
class ServingCheck implements HealthCheck {
    private final WorkloadSocket socket;
    private final EntryBook entries;
    private final Authority authority;

    ServingCheck(WorkloadSocket socket, EntryBook entries, Authority authority) {
        this.socket = socket;
        this.entries = entries;
        this.authority = authority;
    }

    @Override
    public HealthCheckResponse call() {
        String trouble = socket.trouble();
        return HealthCheckResponse.named("identity-cache")
                .status(trouble == null && entries.isLoaded())
                .withData("socket", trouble == null ? "serves" : trouble)
                .withData("entries", entries.isLoaded() ? "read" : "not read from the store yet")
                .withData("upstream", authority.status().available() ? "answers" : "does not answer")
                .build();
    }
}
