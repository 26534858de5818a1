package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.proto.identity.v1.DeleteFederationRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "delete",
        description = "Federate no longer: workloads lose the trust domain's bundle. Already gone is fine.")
public final class FederationDeleteCommand implements Callable<Integer> {
    @ParentCommand
    FederationsCommand federations;

    @Parameters(paramLabel = "TRUST-DOMAIN")
    String trustDomain;

    @Override
    public Integer call() {
        McpctlCommand mcpctl = federations.identity.mcpctl;
        DeleteFederationRequest request = DeleteFederationRequest.newBuilder()
                .setTrustDomain(EntryFields.trustDomain(trustDomain))
                .build();
        boolean existed;
        try (IdentityConnection cache = mcpctl.connectIdentity()) {
            existed = cache.call(stub -> stub.deleteFederation(request)).getExisted();
        }
        mcpctl.terminal().line("federation/" + trustDomain + (existed ? " deleted" : " was already gone"));
        return ExitCodes.OK;
    }
}
