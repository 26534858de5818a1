package dev.mcp2026.mcpctl.trust;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.TrustDirectory;
import dev.mcp2026.trust.TrustInit;
import dev.mcp2026.trust.TrustPlan;
import dev.mcp2026.trust.TrustStep;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "init",
        description = {
            "Make a development trust domain.",
            "That is an authority, an SVID for every service of every cell and for an operator, and the operator's"
                    + " token. Run again, it keeps what is good and renews what is near its end."
        })
public final class TrustInitCommand implements Callable<Integer> {
    private static final int CELLS_MAX = 100;

    @ParentCommand
    TrustCommand trust;

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where the files go; mode 0700.")
    Path directory;

    @Option(
            names = "--cells",
            paramLabel = "N",
            defaultValue = "1",
            description = "For cell1 to cellN (default: ${DEFAULT-VALUE}).")
    int cells;

    @Option(
            names = "--trust-domain",
            paramLabel = "NAME",
            defaultValue = TrustPlan.DEFAULT_TRUST_DOMAIN,
            description = "The SPIFFE trust domain (default: ${DEFAULT-VALUE}).")
    String trustDomain;

    @Option(
            names = "--services",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "registry,identity-cache,saga-coordinator",
            description = "The services of a cell (default: ${DEFAULT-VALUE}).")
    List<String> services;

    @Option(
            names = "--workload",
            paramLabel = "TENANT/NAME",
            description = "An SVID for a workload of a tenant too; repeatable. It may register itself with a lease and"
                    + " renew it.")
    List<String> workloads = List.of();

    @Override
    public Integer call() {
        if (cells < 1 || cells > CELLS_MAX) {
            throw Faults.invalid("--cells", cells + " is not a number from 1 to " + CELLS_MAX, "correct it");
        }
        McpctlCommand mcpctl = (McpctlCommand) spec.root().userObject();
        List<CellId> ids = IntStream.rangeClosed(1, cells)
                .mapToObj(n -> new CellId("cell" + n))
                .toList();
        List<TrustStep> steps = new TrustInit(
                        new TrustDirectory(directory), mcpctl.environment().clock(), new SecureRandom())
                .run(plan(ids));
        Table table = new Table("WHAT", "STATE", "FILE");
        for (TrustStep step : steps) {
            Tone tone = step.outcome() == TrustStep.Outcome.KEPT ? Tone.PLAIN : Tone.GOOD;
            table.row(
                    Cell.of(step.subject()),
                    new Cell(step.outcome().name().toLowerCase(Locale.ROOT), tone),
                    Cell.of(step.file().toString()));
        }
        mcpctl.terminal().print(table);
        return ExitCodes.OK;
    }

    private TrustPlan plan(List<CellId> cells) {
        TrustPlan plan = TrustPlan.of(trustDomain, cells, services);
        for (String workload : workloads) {
            String[] parts = workload.split("/", -1);
            if (parts.length != 2) {
                throw Faults.invalid("--workload", "'" + workload + "' names no workload", "write TENANT/NAME");
            }
            plan = plan.with(new Role.Workload(new TenantId(parts[0]), parts[1]));
        }
        return plan;
    }
}
