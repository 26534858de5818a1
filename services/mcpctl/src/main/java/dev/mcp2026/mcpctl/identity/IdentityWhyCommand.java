package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.output.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "why",
        description = {
            "Explain which identities a process gets and which not, or why an identity is as it is.",
            "The same as: mcpctl why identity PID, mcpctl why identity SPIFFE-ID"
        })
public final class IdentityWhyCommand implements Callable<Integer> {
    @ParentCommand
    IdentityCommand identity;

    @Parameters(
            paramLabel = "PID|SPIFFE-ID",
            description = "The number of a process on the machine of the identity cache, or an identity.")
    String subject;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        Explanation.show(identity.mcpctl, Asked.parse(subject), output.format());
        return ExitCodes.OK;
    }
}
