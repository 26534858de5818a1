package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.proto.identity.v1.Entry;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "entries",
        aliases = "entry",
        description = {
            "List registration entries: a process that has all selectors of one gets its SPIFFE ID.",
            "CHANGED is 'fixed' for those of the cache's own configuration, which no command changes."
        },
        subcommands = {EntryPutCommand.class, EntryDeleteCommand.class})
public final class EntriesCommand implements Callable<Integer> {
    @ParentCommand
    IdentityCommand identity;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else of all that you may see.")
    @Nullable
    String tenant;

    @Option(names = "--spiffe-id", paramLabel = "ID", description = "Only those that give this one.")
    @Nullable
    String spiffeId;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        String of = tenant == null ? "" : new TenantId(tenant).value();
        String id = spiffeId == null ? "" : EntryFields.spiffeId(spiffeId);
        List<Entry> entries;
        try (IdentityConnection cache = identity.mcpctl.connectIdentity()) {
            entries = Entries.list(cache, of, id);
        }
        new Answer(identity.mcpctl.terminal(), output.format())
                .rows(
                        entries,
                        EntryText::tree,
                        "no entries match; make one with: mcpctl identity entries put, or mcpctl apply",
                        wide -> EntryText.table(entries, wide, identity.mcpctl.now()));
        return ExitCodes.OK;
    }

    /// The tenant that a command below this one is about: its own option, this one's, or the context's.
    TenantId tenant(@Nullable String option) {
        return identity.mcpctl.tenant(option == null ? tenant : option);
    }
}
