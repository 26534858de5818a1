package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.apply.ApplyCommand;
import dev.mcp2026.mcpctl.catalogue.DeregisterCommand;
import dev.mcp2026.mcpctl.catalogue.ServicesCommand;
import dev.mcp2026.mcpctl.cells.CellsCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.connection.SagaConnection;
import dev.mcp2026.mcpctl.context.Context;
import dev.mcp2026.mcpctl.context.ContextCommand;
import dev.mcp2026.mcpctl.context.ContextFile;
import dev.mcp2026.mcpctl.context.KeyPermissions;
import dev.mcp2026.mcpctl.identity.IdentityCommand;
import dev.mcp2026.mcpctl.mesh.MeshCommand;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.mcpctl.saga.SagaCommand;
import dev.mcp2026.mcpctl.trust.TrustCommand;
import dev.mcp2026.mcpctl.why.WhyCommand;
import dev.mcp2026.yaml.DurationText;
import jakarta.enterprise.inject.Vetoed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "mcpctl",
        description = "Control MCP 2026: which services run in which cells, and why they are healthy or not.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ApplyCommand.class,
            ServicesCommand.class,
            WhyCommand.class,
            CellsCommand.class,
            MeshCommand.class,
            IdentityCommand.class,
            SagaCommand.class,
            DeregisterCommand.class,
            ContextCommand.class,
            TrustCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
// Made by hand, with what the process found outside; the container must not try.
@Vetoed
public final class McpctlCommand {
    private final Environment environment;

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The cell to talk to, by its name in the context file.")
    @Nullable
    String contextName;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = {"The context file; else MCPCTL_CONFIG, else", "~/.config/mcp2026/mcpctl.yaml."})
    @Nullable
    Path config;

    @Option(
            names = "--request-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            scope = ScopeType.INHERIT,
            description = "How long one call may take (default: ${DEFAULT-VALUE}).")
    String requestTimeout;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    boolean verbose;

    public McpctlCommand(Environment environment) {
        this.environment = environment;
    }

    public ContextFile contexts() {
        return ContextFile.load(environment.contextFile(config));
    }

    public Context context() {
        return contexts().choose(contextName);
    }

    public RegistryConnection connect() {
        return connected((context, file) -> RegistryConnection.open(context, timeout()));
    }

    /// To the cell's identity cache.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException NOT_FOUND where the context names none
    public IdentityConnection connectIdentity() {
        return connected((context, file) -> IdentityConnection.open(context, file, timeout()));
    }

    /// To the cell's saga coordinator.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException NOT_FOUND where the context names none
    public SagaConnection connectSaga() {
        return connected((context, file) -> SagaConnection.open(context, file, timeout()));
    }

    private <C> C connected(BiFunction<Context, Path, C> open) {
        ContextFile file = contexts();
        Context context = file.choose(contextName);
        warnOfOpenKeys(List.of(context));
        return open.apply(context, file.path());
    }

    /// Once for each key, however many contexts use it.
    public void warnOfOpenKeys(List<Context> used) {
        used.stream()
                .map(Context::key)
                .distinct()
                .map(KeyPermissions::warning)
                .flatMap(Optional::stream)
                .forEach(terminal()::warn);
    }

    public Terminal terminal() {
        var root = spec.commandLine();
        return new Terminal(root.getOut(), root.getErr(), environment.interactive(), environment.colour());
    }

    /// The tenant a command names, or the context's.
    public TenantId tenant(@Nullable String option) {
        return option == null ? context().tenant() : new TenantId(option);
    }

    public Environment environment() {
        return environment;
    }

    public Instant now() {
        return environment.clock().instant();
    }

    /// A fresh idempotency key: one for each intended change.
    public String idempotencyKey() {
        return new UUID(environment.random().nextLong(), environment.random().nextLong()).toString();
    }

    /// How long one call may take.
    public Duration timeout() {
        return DurationText.parse(requestTimeout)
                .filter(Duration::isPositive)
                .orElseThrow(() -> Faults.invalid(
                        "--request-timeout", "'" + requestTimeout + "' is not a duration", "write 500ms, 10s or 2m"));
    }
}
