package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.manifest.ServiceManifest;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a registry hold what `kind: Service` documents say.
record ServicesApply(McpctlCommand mcpctl, boolean dryRun) {

    void run(RegistryConnection cell, List<ServiceManifest> services) {
        CatalogueBefore before = CatalogueBefore.read(cell, services);
        for (ServiceManifest service : services) {
            for (Registration registration : service.registrations()) {
                warnOfOthers(registration, before.elsewhereOnly(registration));
                apply(cell, registration, before.of(registration));
            }
        }
    }

    private void warnOfOthers(Registration registration, Set<String> elsewhere) {
        if (!elsewhere.isEmpty()) {
            mcpctl.terminal()
                    .warn("'" + registration.getInstance() + "' of service '" + registration.getService()
                            + "' is registered in " + String.join(", ", elsewhere)
                            + " too; this makes another record, owned by the cell of this context");
        }
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
