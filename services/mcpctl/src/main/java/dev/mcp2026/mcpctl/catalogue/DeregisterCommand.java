package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.why.Subject;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.DeregisterResponse;
import dev.mcp2026.proto.registry.v1.InstanceRef;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "deregister",
        description = "Remove instances from the catalogue of the cell that owns them. Already gone is fine.")
public final class DeregisterCommand implements Callable<Integer> {
    @ParentCommand
    McpctlCommand mcpctl;

    @Parameters(arity = "1..*", paramLabel = "SERVICE/INSTANCE")
    List<String> instances;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else the context's.")
    @Nullable
    String tenant;

    @Override
    public Integer call() {
        List<Subject.OneInstance> subjects =
                instances.stream().map(Subject::parseInstance).toList();
        String owner = mcpctl.tenant(tenant).value();
        try (RegistryConnection cell = mcpctl.connect()) {
            for (Subject.OneInstance subject : subjects) {
                DeregisterRequest request = DeregisterRequest.newBuilder()
                        .setInstance(InstanceRef.newBuilder()
                                .setTenant(owner)
                                .setService(subject.service().value())
                                .setInstance(subject.instance().value()))
                        .setIdempotencyKey(mcpctl.idempotencyKey())
                        .build();
                DeregisterResponse response = cell.call(stub -> stub.deregister(request));
                mcpctl.terminal()
                        .line("service/" + subject.service() + " instance/" + subject.instance()
                                + (response.getExisted() ? " deregistered" : " was already gone"));
            }
        }
        return ExitCodes.OK;
    }
}
