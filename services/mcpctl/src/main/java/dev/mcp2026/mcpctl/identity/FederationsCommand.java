package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.proto.identity.v1.Federation;
import dev.mcp2026.proto.identity.v1.ListFederationsRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "federations",
        aliases = "federation",
        description = "List the trust domains whose bundles the cell fetches, and how the last fetch went.",
        subcommands = {FederationPutCommand.class, FederationDeleteCommand.class})
public final class FederationsCommand implements Callable<Integer> {
    @ParentCommand
    IdentityCommand identity;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        List<Federation> federations;
        try (IdentityConnection cache = identity.mcpctl.connectIdentity()) {
            federations = cache.call(stub -> stub.listFederations(ListFederationsRequest.getDefaultInstance()))
                    .getFederationsList();
        }
        new Answer(identity.mcpctl.terminal(), output.format())
                .rows(
                        federations,
                        FederationText::tree,
                        "the cell federates with no other trust domain",
                        wide -> FederationText.table(federations, identity.mcpctl.now()));
        return ExitCodes.OK;
    }
}
