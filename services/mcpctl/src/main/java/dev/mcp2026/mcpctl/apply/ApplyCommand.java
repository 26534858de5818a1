package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.manifest.ManifestReader;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "apply",
        description = {
            "Register the services that files describe.",
            "Everything is validated first; a mistake anywhere changes nothing."
        })
public final class ApplyCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            required = true,
            description = "YAML with 'kind: Service' documents; repeatable; '-' reads standard input.")
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
        List<Registration> wanted = reader.services().stream()
                .flatMap(service -> service.registrations().stream())
                .toList();
        try (RegistryConnection cell = mcpctl.connect()) {
            CatalogueBefore before = CatalogueBefore.read(cell, reader.services());
            for (Registration registration : wanted) {
                Set<String> elsewhere = before.elsewhereOnly(registration);
                if (!elsewhere.isEmpty()) {
                    mcpctl.terminal()
                            .warn("'" + registration.getInstance() + "' of service '" + registration.getService()
                                    + "' is registered in " + String.join(", ", elsewhere)
                                    + " too; this makes another record, owned by the cell of this context");
                }
                apply(cell, registration, before.of(registration));
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

    private void apply(RegistryConnection cell, Registration wanted, @Nullable Registration before) {
        Terminal terminal = mcpctl.terminal();
        String name = "service/" + wanted.getService() + " instance/" + wanted.getInstance();
        if (dryRun) {
            Change change = Change.between(before, wanted);
            terminal.line(name + " " + terminal.paint(change.tone, change.planned) + " (dry run)");
            return;
        }
        RegisterRequest request = RegisterRequest.newBuilder()
                .setRegistration(wanted)
                .setIdempotencyKey(mcpctl.idempotencyKey())
                .build();
        Registration stored =
                cell.call(stub -> stub.register(request)).getInstance().getRegistration();
        Change change = Change.between(before, stored);
        terminal.line(name + " " + terminal.paint(change.tone, change.done));
    }
}
