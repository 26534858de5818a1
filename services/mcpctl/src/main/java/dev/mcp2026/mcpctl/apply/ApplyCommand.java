package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.manifest.ManifestReader;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "apply",
        description = {
            "Register the services that files describe, and make their identity entries.",
            "Everything is validated first; a mistake anywhere changes nothing."
        })
public final class ApplyCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            required = true,
            description =
                    "YAML with 'kind: Service' or 'kind: IdentityEntry' documents; repeatable; '-' reads standard "
                            + "input.")
    List<String> sources;

    @Option(names = "--dry-run", description = "Validate and show what would change, without changing it.")
    boolean dryRun;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "For documents that name none.")
    @Nullable
    String tenant;

    @Override
    public Integer call() {
        ManifestReader reader = new ManifestReader(tenant == null ? null : new TenantId(tenant));
        for (String source : sources) {
            Sources.readInto(reader, source, System.in);
        }
        refuse(reader.problems());
        reader.requireSome(String.join(", ", sources));
        // A context that names no identity cache is told before anything is sent.
        try (RegistryConnection cell = reader.services().isEmpty() ? null : mcpctl.connect();
                IdentityConnection cache = reader.entries().isEmpty() ? null : mcpctl.connectIdentity()) {
            if (cell != null) {
                new ServicesApply(mcpctl, dryRun).run(cell, reader.services());
            }
            if (cache != null) {
                new EntriesApply(mcpctl, dryRun).run(cache, reader.entries());
            }
        }
        return ExitCodes.OK;
    }

    private void refuse(List<Fault> problems) {
        if (problems.isEmpty()) {
            return;
        }
        problems.subList(0, problems.size() - 1)
                .forEach(problem -> mcpctl.terminal().error(problem.message()));
        throw new FaultException(problems.getLast());
    }
}
