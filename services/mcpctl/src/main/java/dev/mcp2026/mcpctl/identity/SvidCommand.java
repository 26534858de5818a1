package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.connection.Pages;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.proto.identity.v1.ListSvidsRequest;
import dev.mcp2026.proto.identity.v1.ListSvidsResponse;
import dev.mcp2026.proto.identity.v1.SvidInfo;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "svid",
        aliases = "svids",
        description = {
            "List the SVIDs that are cached now, without keys: until when they are valid and who waits for new ones.",
            "STATE is FRESH, or STALE while whoever issues them does not answer; -o wide shows the issuers."
        })
public final class SvidCommand implements Callable<Integer> {
    private static final Comparator<SvidInfo> ORDER = Comparator.comparing(SvidInfo::getSpiffeId)
            .thenComparing(SvidInfo::getTenant)
            .thenComparing(SvidInfo::getEntry);

    @ParentCommand
    IdentityCommand identity;

    @Parameters(arity = "0..1", paramLabel = "SPIFFE-ID", description = "Only those of this one.")
    @Nullable
    String spiffeId;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else of all that you may see.")
    @Nullable
    String tenant;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        ListSvidsRequest.Builder wanted = ListSvidsRequest.newBuilder()
                .setTenant(tenant == null ? "" : new TenantId(tenant).value())
                .setSpiffeId(spiffeId == null ? "" : EntryFields.spiffeId(spiffeId))
                .setPageSize(Pages.SIZE);
        List<SvidInfo> svids;
        try (IdentityConnection cache = identity.mcpctl.connectIdentity()) {
            svids = Pages.all("--tenant", token -> {
                ListSvidsRequest request = wanted.setPageToken(token).build();
                ListSvidsResponse page = cache.call(stub -> stub.listSvids(request));
                return new Pages.Page<>(page.getSvidsList(), page.getNextPageToken());
            });
        }
        svids.sort(ORDER);
        new Answer(identity.mcpctl.terminal(), output.format())
                .rows(
                        svids,
                        SvidText::tree,
                        "nothing that matches is cached; an SVID is made when a workload first asks for it",
                        wide -> SvidText.table(svids, wide, identity.mcpctl.now()));
        return ExitCodes.OK;
    }
}
