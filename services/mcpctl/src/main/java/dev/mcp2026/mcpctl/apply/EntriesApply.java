package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.identity.Entries;
import dev.mcp2026.mcpctl.identity.EntryPut;
import dev.mcp2026.mcpctl.manifest.EntryManifest;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.identity.v1.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an identity cache hold what `kind: IdentityEntry` documents say.
record EntriesApply(McpctlCommand mcpctl, boolean dryRun) {

    void run(IdentityConnection cache, List<EntryManifest> entries) {
        List<Entry> wanted = entries.stream().map(EntryManifest::entry).toList();
        if (dryRun) {
            plan(wanted, before(cache, entries));
        } else {
            wanted.forEach(entry -> put(cache, entry));
        }
    }

    private void put(IdentityConnection cache, Entry entry) {
        Terminal terminal = mcpctl.terminal();
        EntryPut.Done done = EntryPut.send(cache, entry, mcpctl.idempotencyKey());
        terminal.line(Entries.name(entry) + " " + terminal.paint(done.tone, done.text));
    }

    private void plan(List<Entry> wanted, Map<String, Entry> before) {
        Terminal terminal = mcpctl.terminal();
        for (Entry entry : wanted) {
            Change change = change(before.get(Entries.name(entry)), entry);
            terminal.line(Entries.name(entry) + " " + terminal.paint(change.tone, change.planned) + " (dry run)");
        }
    }

    private static Map<String, Entry> before(IdentityConnection cache, List<EntryManifest> entries) {
        Map<String, Entry> before = new HashMap<>();
        entries.stream()
                .map(entry -> entry.tenant().value())
                .distinct()
                .flatMap(tenant -> Entries.list(cache, tenant, "").stream())
                .forEach(entry -> before.put(Entries.name(entry), entry));
        return before;
    }

    private static Change change(@Nullable Entry before, Entry wanted) {
        if (before == null) {
            return Change.CREATED;
        }
        return Entries.same(before, wanted) ? Change.UNCHANGED : Change.UPDATED;
    }
}
