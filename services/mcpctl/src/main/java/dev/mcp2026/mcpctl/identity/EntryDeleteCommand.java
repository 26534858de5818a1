package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.proto.identity.v1.DeleteEntryRequest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "delete",
        description = "Remove registration entries; processes lose those identities. Already gone is fine.")
public final class EntryDeleteCommand implements Callable<Integer> {
    @ParentCommand
    EntriesCommand entries;

    @Parameters(arity = "1..*", paramLabel = "NAME")
    List<String> names;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else the context's.")
    @Nullable
    String tenant;

    @Override
    public Integer call() {
        McpctlCommand mcpctl = entries.identity.mcpctl;
        List<String> wanted = names.stream().map(EntryFields::name).toList();
        String of = entries.tenant(tenant).value();
        try (IdentityConnection cache = mcpctl.connectIdentity()) {
            for (String name : wanted) {
                DeleteEntryRequest request = DeleteEntryRequest.newBuilder()
                        .setTenant(of)
                        .setName(name)
                        .setIdempotencyKey(mcpctl.idempotencyKey())
                        .build();
                boolean existed = cache.call(stub -> stub.deleteEntry(request)).getExisted();
                mcpctl.terminal().line("entry/" + of + "/" + name + (existed ? " deleted" : " was already gone"));
            }
        }
        return ExitCodes.OK;
    }
}
