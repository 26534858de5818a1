package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputFormat;
import dev.mcp2026.proto.identity.v1.ExplainResponse;

/// Why a process gets the identities it gets, or why an identity is as it is: asked and shown.
public final class Explanation {
    private Explanation() {}

    public static void show(McpctlCommand mcpctl, Asked asked, OutputFormat output) {
        ExplainResponse answer;
        try (IdentityConnection cache = mcpctl.connectIdentity()) {
            answer = cache.call(stub -> stub.explain(asked.request()));
        }
        new Answer(mcpctl.terminal(), output)
                .show(
                        () -> ExplanationTree.of(answer),
                        wide -> new ExplanationStory(mcpctl.terminal(), mcpctl.now(), wide).tell(answer));
    }
}
