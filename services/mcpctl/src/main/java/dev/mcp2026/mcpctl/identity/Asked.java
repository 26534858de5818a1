package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.identity.v1.ExplainRequest;

/// What an explanation is wanted of: a process, or an identity.
public sealed interface Asked {
    /// @param pid as the identity cache's machine counts
    record Process(int pid) implements Asked {}

    record Identity(String spiffeId) implements Asked {}

    String FORMS = "write a process number, or spiffe://TRUST-DOMAIN/PATH";

    static Asked parse(String text) {
        if (text.startsWith("spiffe://")) {
            return new Identity(EntryFields.spiffeId(text));
        }
        try {
            int pid = Integer.parseInt(text);
            if (pid > 0) {
                return new Process(pid);
            }
        } catch (NumberFormatException notANumber) {
            // Told below, as a number that no process has.
        }
        throw Faults.invalid("subject", "'" + text + "' is neither a process nor an identity", FORMS);
    }

    default ExplainRequest request() {
        return switch (this) {
            case Process(var pid) -> ExplainRequest.newBuilder().setPid(pid).build();
            case Identity(var spiffeId) ->
                ExplainRequest.newBuilder().setSpiffeId(spiffeId).build();
        };
    }
}
