package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "rotate",
        description = {
            "Issue new SVIDs now, in place of all that are cached; who is subscribed gets them.",
            "Certificates that were given out before stay valid until they end."
        })
public final class RotateCommand implements Callable<Integer> {
    @ParentCommand
    IdentityCommand identity;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else of all.")
    @Nullable
    String tenant;

    @Option(names = "--issuers", description = "New issuers too, not only new leaves.")
    boolean issuers;

    @Override
    public Integer call() {
        RotateSvidsRequest request = RotateSvidsRequest.newBuilder()
                .setTenant(tenant == null ? "" : new TenantId(tenant).value())
                .setIssuers(issuers)
                .build();
        int rotated;
        try (IdentityConnection cache = identity.mcpctl.connectIdentity()) {
            rotated = cache.call(stub -> stub.rotateSvids(request)).getRotated();
        }
        identity.mcpctl
                .terminal()
                .line(rotated + (rotated == 1 ? " SVID" : " SVIDs") + " of "
                        + (tenant == null ? "all tenants" : "tenant " + tenant) + " rotated"
                        + (issuers ? ", and their issuers" : "")
                        + "; what nobody waits for is issued anew when it is next asked for");
        return ExitCodes.OK;
    }
}
