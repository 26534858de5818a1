package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.yaml.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "put",
        description = {
            "Make a registration entry, or replace the one of this name.",
            "What is not given is the cache's default, also where the entry before had it."
        })
public final class EntryPutCommand implements Callable<Integer> {
    @ParentCommand
    EntriesCommand entries;

    @Parameters(paramLabel = "NAME", description = "Unique within the tenant.")
    String name;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else the context's.")
    @Nullable
    String tenant;

    @Option(
            names = "--spiffe-id",
            paramLabel = "ID",
            required = true,
            description = "Who it is then, as in spiffe://DOMAIN/tenant/TENANT/…")
    String spiffeId;

    @Option(
            names = {"-s", "--selector"},
            paramLabel = "TYPE:VALUE",
            required = true,
            description = "What the process must be, as in unix:uid:1000; repeatable, and it must be all of them.")
    List<String> selectors;

    @Option(names = "--ttl", paramLabel = "DURATION", description = "How long its certificates are valid.")
    @Nullable
    String ttl;

    @Option(names = "--jwt-ttl", paramLabel = "DURATION", description = "How long its tokens are valid.")
    @Nullable
    String jwtTtl;

    @Option(names = "--dns", paramLabel = "NAME", split = ",", description = "A DNS name of its certificates.")
    List<String> dnsNames = List.of();

    @Option(names = "--hint", paramLabel = "TEXT", description = "Tells a process with several identities which it is.")
    String hint = "";

    @Option(
            names = "--federates-with",
            paramLabel = "TRUST-DOMAIN",
            split = ",",
            description = "A trust domain whose bundle it is given too.")
    List<String> federatesWith = List.of();

    @Override
    public Integer call() {
        McpctlCommand mcpctl = entries.identity.mcpctl;
        Entry entry = entry();
        try (IdentityConnection cache = mcpctl.connectIdentity()) {
            EntryPut.Done done = EntryPut.send(cache, entry, mcpctl.idempotencyKey());
            mcpctl.terminal().line(Entries.name(entry) + " " + mcpctl.terminal().paint(done.tone, done.text));
        }
        return ExitCodes.OK;
    }

    private Entry entry() {
        TenantId owner = entries.tenant(tenant);
        Entry.Builder entry = Entry.newBuilder()
                .setTenant(owner.value())
                .setName(EntryFields.name(name))
                .setSpiffeId(EntryFields.spiffeIdOf(owner, spiffeId))
                .addAllSelectors(EntryFields.selectors(
                        selectors.stream().map(EntryFields::selector).toList()))
                .addAllDnsNames(dnsNames.stream().map(EntryFields::dnsName).toList())
                .setHint(EntryFields.hint(hint))
                .addAllFederatesWith(
                        federatesWith.stream().map(EntryFields::trustDomain).toList());
        if (ttl != null) {
            entry.setX509Ttl(Protobuf.duration(duration("--ttl", ttl)));
        }
        if (jwtTtl != null) {
            entry.setJwtTtl(Protobuf.duration(duration("--jwt-ttl", jwtTtl)));
        }
        return entry.build();
    }

    private static Duration duration(String option, String text) {
        return DurationText.parse(text)
                .filter(value -> value.compareTo(EntryFields.TTL_MIN) >= 0 && value.compareTo(EntryFields.TTL_MAX) <= 0)
                .orElseThrow(() -> Faults.invalid(
                        option,
                        "'" + text + "' is not a duration from " + DurationText.format(EntryFields.TTL_MIN) + " to "
                                + DurationText.format(EntryFields.TTL_MAX),
                        "write 30m, 1h or 1h30m"));
    }
}
