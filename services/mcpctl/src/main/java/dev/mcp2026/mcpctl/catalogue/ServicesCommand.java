package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.output.Answer;
import dev.mcp2026.mcpctl.output.OutputOption;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.Selector;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "services",
        aliases = "service",
        description = "List instances and their health, as this cell sees all cells.")
public final class ServicesCommand implements Callable<Integer> {
    /// The values of `--state`.
    enum State {
        up(HealthState.HEALTH_STATE_UP),
        suspect(HealthState.HEALTH_STATE_SUSPECT),
        down(HealthState.HEALTH_STATE_DOWN),
        unknown(HealthState.HEALTH_STATE_UNKNOWN);

        final HealthState wire;

        State(HealthState wire) {
            this.wire = wire;
        }
    }

    @ParentCommand
    McpctlCommand mcpctl;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this service.")
    @Nullable
    String name;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on showing changes until interrupted.")
    boolean watch;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Of this tenant; else the context's.")
    @Nullable
    String tenant;

    @Option(names = "--cell", paramLabel = "CELL", description = "Only instances that this cell owns.")
    @Nullable
    String cell;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Only instances of this zone.")
    @Nullable
    String zone;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}; repeat or separate by commas.")
    List<State> states = List.of();

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "LABELS",
            description = "Label selector in Kubernetes' syntax: tier=web,env in (prod,stage),!canary")
    @Nullable
    String labels;

    @Mixin
    OutputOption output = new OutputOption();

    @Override
    public Integer call() throws InterruptedException {
        Selector selector = selector();
        try (RegistryConnection connection = mcpctl.connect()) {
            if (watch) {
                new WatchCommandLoop(mcpctl, connection, output.format()).run(selector);
            } else {
                list(Instances.all(connection, selector), selector);
            }
        }
        return ExitCodes.OK;
    }

    private void list(List<Instance> instances, Selector selector) {
        if (instances.isEmpty() && name != null && onlyNamed(selector)) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "no service '" + name + "' in tenant " + selector.getTenant(),
                    "see all with: mcpctl services");
        }
        new Answer(mcpctl.terminal(), output.format())
                .rows(
                        instances,
                        InstanceTree::of,
                        "no instances match in tenant " + selector.getTenant(),
                        wide -> new InstanceRows(wide).table(instances, mcpctl.now()));
    }

    private static boolean onlyNamed(Selector selector) {
        return selector.getStatesCount() == 0
                && selector.getCell().isEmpty()
                && selector.getZone().isEmpty()
                && selector.getLabels().isEmpty();
    }

    private Selector selector() {
        Selector.Builder selector =
                Selector.newBuilder().setTenant(mcpctl.tenant(tenant).value());
        if (name != null) {
            selector.setService(new ServiceName(name).value());
        }
        if (cell != null) {
            selector.setCell(new CellId(cell).value());
        }
        if (zone != null) {
            selector.setZone(zone);
        }
        if (labels != null) {
            selector.setLabels(labels);
        }
        states.forEach(state -> selector.addStates(state.wire));
        return selector.build();
    }
}
